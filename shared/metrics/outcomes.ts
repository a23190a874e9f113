import { exactMatchOn } from './evaluation.ts';
import type { Metric } from './metric.ts';

/** How good the answers are: in training, and on the evaluation questions. */
export const outcomes: readonly Metric[] = [
  {
    name: exactMatchOn('<split>'),
    title: 'Exact match (<split>)',
    unit: 'share',
    better: 'higher',
    over: 'evaluation questions of the split, one rollout each',
    estimator: 'mean of the exactMatch scorer, decoded greedily',
    reading:
      'The number to compare algorithms by. Rises later than success in training → the policy is still fitting the training questions; ' +
      'falls while success rises → the training questions are being memorised.',
  },
  {
    name: 'evaluation/<split>/answer_f1',
    title: 'Answer F1 (<split>)',
    unit: 'share',
    better: 'higher',
    over: 'evaluation questions of the split, one rollout each',
    estimator: 'mean of the answerF1Set scorer, decoded greedily',
    reading:
      'Well above exact match → answers are nearly right or too long; look at example rollouts before training on.',
  },
  {
    name: 'evaluation/<split>/chain_reached',
    title: 'Chain reached (<split>)',
    unit: 'share',
    better: 'higher',
    over: 'rollouts of the split',
    estimator: 'share of rollouts whose retrievals held every supporting passage',
    reading: 'Below exact match → the policy guesses; above it → it finds the evidence and fails to use it.',
  },
  {
    name: 'evaluation/<split>/turns',
    title: 'Turns (<split>)',
    unit: 'turns',
    better: 'neither',
    over: 'rollouts of the split',
    estimator: 'mean number of turns, the answering one included',
    reading: 'Falls to 1 → the policy answers at once; compare with the number of hops that the questions need.',
  },
  {
    name: 'success',
    title: 'Success in training',
    unit: 'share',
    better: 'higher',
    over: 'rollouts of the step',
    estimator: 'exact match of the sampled rollouts at the training temperature',
    reading:
      'Noisy: another set of questions at every step. Judge by evaluation; use this to see that anything is learned at all.',
  },
  {
    name: 'reward/mean',
    title: 'Reward',
    unit: 'reward',
    better: 'neither',
    over: 'rollouts of the step that the environment did not fail, the rewards of one rollout summed over its turns',
    estimator: 'mean of what the algorithm learns from: after weights and its normalisation',
    reading:
      'Near 0 whatever is learned where the algorithm centres its rewards (IGPO, GRPO); there the scores show progress. ' +
      'Without normalisation it rises with them; rising alone means that the reward is gamed.',
  },
  {
    name: 'score/answer_f1',
    title: 'Answer F1 in training',
    unit: 'share',
    better: 'higher',
    over: 'rollouts of the step that the environment did not fail; no answer counts 0',
    estimator: 'mean of the answerF1Set scorer',
    reading: 'The outcome that most rewards are built from.',
  },
  {
    name: 'score/exact_match',
    title: 'Exact match in training',
    unit: 'share',
    better: 'higher',
    over: 'rollouts of the step that the environment did not fail; no answer counts 0',
    estimator: 'mean of the exactMatch scorer',
    reading: 'Far below answer F1 → answers carry extra words.',
  },
  {
    name: 'score/format',
    title: 'Well-formed rollouts',
    unit: 'share',
    better: 'higher',
    over: 'rollouts of the step',
    estimator: 'mean of the format scorer',
    reading:
      'Drops → the learning rate is too high or the format penalty too weak; nothing else can be trusted until it is back.',
  },
  {
    name: 'score/chain_reached',
    title: 'Chain reached in training',
    unit: 'share',
    better: 'higher',
    over: 'rollouts of the step',
    estimator: 'share of rollouts whose retrievals held every supporting passage',
    reading: 'Rises before success → searching is learned first, as it should be; success above it → guessing.',
  },
];
