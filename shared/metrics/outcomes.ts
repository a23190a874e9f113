import { exactMatchOn } from './evaluation.ts';
import { fair } from './metric.ts';
import type { Metric } from './metric.ts';

/** How good the answers are: in training, and on the evaluation questions. */
export const outcomes: readonly Metric[] = [
  {
    name: exactMatchOn('<split>'),
    title: 'Exact match (<split>)',
    unit: 'share',
    better: 'higher',
    over: 'evaluation questions of the split, one rollout each',
    estimator:
      'mean of the exactMatch scorer, sampled at train.evaluationTemperature (0: greedy); a failed environment counts as wrong',
    reading:
      'The number to compare algorithms by. Rises later than success in training → the policy still fits the training ' +
      'questions; falls while success rises → the policy memorises them.',
  },
  {
    name: 'evaluation/<split>/answer_f1',
    title: 'Answer F1 (<split>)',
    unit: 'share',
    better: 'higher',
    over: 'evaluation questions of the split, one rollout each',
    estimator:
      'mean of the answerF1Set scorer, sampled at train.evaluationTemperature (0: greedy); a failed environment counts as wrong',
    reading:
      'Well above exact match → answers are nearly right or too long; look at example rollouts before training on.',
  },
  {
    name: 'evaluation/<split>/chain_reached',
    title: 'Chain reached (<split>)',
    unit: 'share',
    better: 'higher',
    over: 'evaluation rollouts of the split',
    estimator: 'share of rollouts that retrieved every supporting passage; 0 for a question that names none',
    reading: 'Below exact match → the policy guesses; above it → it finds the evidence and fails to use it.',
  },
  {
    name: 'evaluation/<split>/turns',
    title: 'Turns (<split>)',
    unit: 'turns',
    better: 'neither',
    over: 'evaluation rollouts of the split',
    estimator: 'mean number of turns, the answering one included',
    reading: 'Falls to 1 → the policy answers without searching; compare with the number of hops of the questions.',
  },
  {
    name: 'success',
    title: 'Success in training',
    unit: 'share',
    better: 'higher',
    over: fair,
    estimator: 'mean of the exactMatch scorer, sampled at rollout.temperature: the same as score/exact_match',
    reading:
      'Noisy: every step has other questions. Judge by evaluation; use this to see that anything is learned at all.',
  },
  {
    name: 'reward/mean',
    title: 'Reward',
    unit: 'reward',
    better: 'neither',
    over: `${fair}; the rewards of a rollout are summed over its turns`,
    estimator: 'mean of what the algorithm learns from, after its weights and normalisation',
    reading:
      'An algorithm that centres its rewards (IGPO, GRPO) keeps it near 0; read the scores instead. ' +
      'Without normalisation it rises with the scores; rises alone → the policy exploits the reward.',
  },
  {
    name: 'score/answer_f1',
    title: 'Answer F1 in training',
    unit: 'share',
    better: 'higher',
    over: fair,
    estimator: 'mean of the answerF1Set scorer; no answer counts 0',
    reading: 'Most algorithms build their outcome reward from it.',
  },
  {
    name: 'score/exact_match',
    title: 'Exact match in training',
    unit: 'share',
    better: 'higher',
    over: fair,
    estimator: 'mean of the exactMatch scorer; no answer counts 0',
    reading: 'Far below answer F1 → answers carry extra words.',
  },
  {
    name: 'score/format',
    title: 'Well-formed rollouts',
    unit: 'share',
    better: 'higher',
    over: fair,
    estimator: 'mean of the format scorer: the share of rollouts that follow the protocol',
    reading:
      'Drops → the learning rate is too high or the format penalty too weak; trust no other metric until it is back.',
  },
  {
    name: 'score/chain_reached',
    title: 'Chain reached in training',
    unit: 'share',
    better: 'higher',
    over: fair,
    estimator: 'share of rollouts that retrieved every supporting passage; 0 for a question that names none',
    reading: 'Rises before success → the policy learns to search first, as it should; success above it → it guesses.',
  },
];
