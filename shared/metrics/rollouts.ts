import type { Metric } from './metric.ts';

/** What the sampled rollouts look like. */
export const rollouts: readonly Metric[] = [
  {
    name: 'rollout/turns',
    title: 'Turns',
    unit: 'turns',
    better: 'neither',
    over: 'rollouts of the step',
    estimator: 'mean number of turns, the answering one included',
    reading: 'Falls to 1 → the reward punishes searching; stays at the maximum → it punishes answering.',
  },
  {
    name: 'rollout/tokens',
    title: 'Tokens per rollout',
    unit: 'tokens',
    better: 'neither',
    over: 'rollouts of the step',
    estimator: 'mean length: prompt, messages and responses',
    reading: 'Rises without more success → the reward favours length by accident.',
  },
  {
    name: 'rollout/policy_tokens',
    title: 'Tokens written by the policy',
    unit: 'tokens',
    better: 'neither',
    over: 'rollouts of the step',
    estimator: 'mean number of tokens with mask = 1',
    reading: 'Falls to a few → the policy stops thinking; check the aggregation of the loss.',
  },
  {
    name: 'rollout/stop_<reason>',
    title: 'Stopped: <reason>',
    unit: 'share',
    better: 'neither',
    over: 'rollouts of the step',
    estimator: 'share of rollouts with this stop reason; the four add up to 1',
    reading: 'maxTurns or maxTokens above a few per cent → the limits decide the outcome: raise them or punish length.',
  },
  {
    name: 'rollout/malformed',
    title: 'Malformed rollouts',
    unit: 'share',
    better: 'lower',
    over: 'rollouts of the step',
    estimator: 'share of rollouts that break the protocol',
    reading: 'Rises after a steady phase → the policy collapses; stop and lower the learning rate.',
  },
  {
    name: 'rollout/errors',
    title: 'Rollouts with an error',
    unit: 'share',
    better: 'lower',
    over: 'rollouts of the step',
    estimator: 'share of rollouts with the stop reason error: the environment failed them',
    reading: 'Above 0 → read the causes in the rollout list; often the retriever.',
  },
];
