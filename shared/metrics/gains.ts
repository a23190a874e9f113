import { fair } from './metric.ts';
import type { Metric } from './metric.ts';

/** Groups in which the environment failed every rollout do not count. */
const groups = 'groups of the step, environment failures excluded';

/** Information gain, belief, and how much of a batch carries a learning signal. */
export const gains: readonly Metric[] = [
  {
    name: 'gain/mean',
    title: 'Information gain',
    unit: 'nats',
    better: 'higher',
    over: 'turns with a gain, environment failures excluded',
    estimator: 'mean of belief after the turn − belief before it: always nats, whichever form of gain is learned from',
    reading: 'Rises while exact match is flat → beliefs rise without better answers: look for copied ground truth.',
  },
  {
    name: 'gain/turn_<t>',
    title: 'Information gain, turn <t>',
    unit: 'nats',
    better: 'higher',
    over: 'rollouts of the step with a gain in turn t (from 1), environment failures excluded',
    estimator: 'mean gain of that turn',
    reading:
      'Only the last search gains → earlier turns get noise as credit; a graded world or a discount near 1 helps.',
  },
  {
    name: 'gain/negative_share',
    title: 'Turns with a negative gain',
    unit: 'share',
    better: 'lower',
    over: 'turns with a gain, environment failures excluded',
    estimator: 'share of gains < 0',
    reading:
      'High on useless turns → the belief is not calibrated for partial evidence, and every extra turn is punished.',
  },
  {
    name: 'gain/zero_share',
    title: 'Turns with no gain at all',
    unit: 'share',
    better: 'lower',
    over: 'turns with a gain, environment failures excluded',
    estimator: 'share of gains that are exactly 0',
    reading: 'Rises → queries are repeated, or retrievals come back empty.',
  },
  {
    name: 'gain/outcome_ratio',
    title: 'Gain against outcome',
    unit: '',
    better: 'neither',
    over: 'turns with a gain, and last turns, environment failures excluded',
    estimator:
      'mean |reward| of turns with a gain / mean |reward| of last turns, after normalisation; ' +
      'absent if no last turn earns a reward',
    reading:
      'Far above 1 → the gain outweighs the outcome: lower its weight. 0 → the algorithm does not learn from the gain.',
  },
  {
    name: 'gain/agreement',
    title: 'Gain agreement',
    unit: '',
    better: 'higher',
    over: groups,
    estimator:
      'mean over groups of the rank correlation (Spearman) between a rollout’s summed gain and its outcome; groups ' +
      'in which one of the two does not vary do not count; absent without any',
    reading:
      'Near 0 → gains tell nothing about success here, and normalising makes that noise as large as the outcome: use the probability form of gain, a smaller gain weight, or outcomes alone. A high value is no forecast: a run can have it and never take off.',
  },
  {
    name: 'gain/agreement_chain',
    title: 'Gain agreement with the chain',
    unit: '',
    better: 'higher',
    over: groups,
    estimator: 'as gain agreement, with whether every supporting passage was found in place of the outcome',
    reading: 'Above gain agreement → gains reward the search, and it is the answer that is wrong.',
  },
  {
    name: 'gain/hop_share',
    title: 'Gain explained by hops',
    unit: 'share',
    better: 'higher',
    over: 'turns with a gain, environment failures excluded',
    estimator:
      'η²: share of the variance of gains that lies between classes of turns, by the hop that the turn resolved or none; absent where the data names no supporting passages',
    reading: 'Near 0 → a turn that resolves a hop gains no more than one that resolves nothing: the gain is noise.',
  },
  {
    name: 'belief/prompt',
    title: 'Belief before searching',
    unit: 'nats',
    better: 'neither',
    over: `${fair}; absent if beliefs are not measured`,
    estimator: 's_0: mean log-prob of the ground-truth tokens after the prompt alone',
    reading: 'Rises → the parameters memorise answers, and less gain is left to earn.',
  },
  {
    name: 'belief/last',
    title: 'Belief after the last retrieval',
    unit: 'nats',
    better: 'higher',
    over: `${fair}; absent if beliefs are not measured`,
    estimator: 'mean log-prob of the ground-truth tokens after the last retrieval; s_0 for a rollout without one',
    reading: 'Near 0 while success is low → the policy knows the answer but does not give it.',
  },
  {
    name: 'signal/groups_without',
    title: 'Groups without signal',
    unit: 'share',
    better: 'lower',
    over: groups,
    estimator: 'share of groups whose advantages are all exactly 0',
    reading:
      'High → most sampling is wasted: use larger groups, or questions nearer to 50 % success. Low alone proves nothing.',
  },
  {
    name: 'signal/groups_without_outcome',
    title: 'Groups with equal outcomes',
    unit: 'share',
    better: 'lower',
    over: groups,
    estimator:
      'share of groups whose outcome scores, and whether there is a well-formed answer, are all equal: ' +
      'an outcome-only method learns nothing from them',
    reading: 'About p^G + (1−p)^G for success p and group size G. Turn-level credit can help in these groups.',
  },
  {
    name: 'signal/rescued',
    title: 'Groups rescued by turn-level credit',
    unit: 'share',
    better: 'higher',
    over: groups,
    estimator: 'share of groups with equal outcomes and an advantage other than 0',
    reading: 'High while evaluation lags behind an outcome-only method → the rescued signal is noise.',
  },
  {
    name: 'signal/draws',
    title: 'Draws of questions',
    unit: 'draws',
    better: 'lower',
    over: 'the step',
    estimator: 'draws of questionsPerStep questions until that many groups had a signal; dynamic sampling only',
    reading:
      'At its limit → the step may have learned from fewer groups than asked for: use questions nearer to 50 % success.',
  },
];
