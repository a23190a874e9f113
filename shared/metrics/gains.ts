import type { Metric } from './metric.ts';

/** Information gain, belief, and how much of a batch carries a learning signal. */
export const gains: readonly Metric[] = [
  {
    name: 'gain/mean',
    title: 'Information gain',
    unit: 'nats',
    better: 'higher',
    over: 'turns with a gain, all rollouts of the step',
    estimator: 'belief after the turn − belief before it, whichever form of gain the algorithm learns from',
    reading:
      'Rises while exact match is flat → beliefs are moved without better answers: look for copied ground truth.',
  },
  {
    name: 'gain/turn_<t>',
    title: 'Information gain, turn <t>',
    unit: 'nats',
    better: 'higher',
    over: 'rollouts of the step that have a gain in turn t (counted from 1)',
    estimator: 'mean gain of that turn',
    reading: 'Only the last turn gains → earlier turns get noise as credit; a graded world or a discount near 1 helps.',
  },
  {
    name: 'gain/negative_share',
    title: 'Turns with a negative gain',
    unit: 'share',
    better: 'lower',
    over: 'turns with a gain',
    estimator: 'share of gains < 0',
    reading:
      'High on useless turns → the belief is not calibrated on partial evidence and every extra turn is punished.',
  },
  {
    name: 'gain/zero_share',
    title: 'Turns with no gain at all',
    unit: 'share',
    better: 'lower',
    over: 'turns with a gain',
    estimator: 'share of gains that are exactly 0',
    reading: 'Rises → queries are repeated, or retrievals come back empty.',
  },
  {
    name: 'gain/outcome_ratio',
    title: 'Gain against outcome',
    unit: '',
    better: 'neither',
    over: 'turns with a gain, and last turns, of the rollouts that the environment did not fail',
    estimator:
      'mean |reward| of turns with a gain / mean |reward| of last turns, after normalisation; left out where no last turn earns anything',
    reading:
      'Far above 1 → the gain drowns the outcome: lower its weight. 0 → the algorithm does not learn from the gain.',
  },
  {
    name: 'belief/prompt',
    title: 'Belief before searching',
    unit: 'nats',
    better: 'neither',
    over: 'rollouts of the step',
    estimator: 's_0: mean log-prob of the ground-truth tokens after the prompt alone',
    reading: 'Rises → answers are memorised in the parameters; the gain that is left to earn shrinks.',
  },
  {
    name: 'belief/last',
    title: 'Belief after the last retrieval',
    unit: 'nats',
    better: 'higher',
    over: 'rollouts of the step',
    estimator: 's_{T−1}: mean log-prob of the ground-truth tokens after the last retrieval',
    reading: 'Near 0 while success is low → the policy knows the answer and does not say it.',
  },
  {
    name: 'signal/groups_without',
    title: 'Groups without signal',
    unit: 'share',
    better: 'lower',
    over: 'groups of the step',
    estimator: 'share of groups whose advantages are all exactly 0',
    reading:
      'High → most of the sampling is wasted: larger groups, or questions nearer to 50 % success. Low alone proves nothing.',
  },
  {
    name: 'signal/groups_without_outcome',
    title: 'Groups with equal outcomes',
    unit: 'share',
    better: 'lower',
    over: 'groups of the step',
    estimator: 'share of groups whose outcome scores are all equal: what an outcome-only method would throw away',
    reading: 'For success p and group size G about p^G + (1−p)^G. The room that turn-level credit has to help in.',
  },
  {
    name: 'signal/rescued',
    title: 'Groups rescued by turn-level credit',
    unit: 'share',
    better: 'higher',
    over: 'groups of the step',
    estimator: 'share of groups with equal outcomes and some advantage other than 0',
    reading: 'High while evaluation lags behind outcome-only → the signal that was rescued is noise.',
  },
  {
    name: 'signal/draws',
    title: 'Draws of questions',
    unit: 'draws',
    better: 'lower',
    over: 'the step',
    estimator:
      'how often the step drew its number of questions, until that many groups had a signal; dynamic sampling only',
    reading: 'At its limit → the step learned from fewer groups than asked for: questions nearer to 50 % success.',
  },
];
