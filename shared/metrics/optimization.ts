import type { Metric } from './metric.ts';

const tokens = 'masked tokens of the rollouts that are learned from';

/** The update: loss, distances between policies, optimizer. */
export const optimization: readonly Metric[] = [
  {
    name: 'loss/policy',
    title: 'Loss',
    unit: '',
    better: 'neither',
    over: `${tokens}, aggregated as the objective says; pairs for an algorithm that learns from them`,
    estimator:
      'clipped surrogate with the KL, entropy and critic terms of the objective, or −log σ(β · margin) of pairs; ' +
      'mean over the updates of the step',
    reading: 'Centred advantages keep it near 0 by construction; its size says nothing about progress.',
  },
  {
    name: 'loss/value',
    title: 'Loss of the critic',
    unit: '',
    better: 'lower',
    over: tokens,
    estimator:
      'half the squared error of the value estimate, clipped as the objective says, before its coefficient; critics only',
    reading: 'Should fall below half the variance of the returns; above it the critic is worse than their mean.',
  },
  {
    name: 'preference/pairs',
    title: 'Pairs',
    unit: 'pairs',
    better: 'higher',
    over: 'all questions of the step',
    estimator: 'number of pairs of sibling actions whose values differ; algorithms that learn from pairs only',
    reading: 'Falls towards 0 → sibling actions are equally good: the questions are solved, or too hard.',
  },
  {
    name: 'preference/margin',
    title: 'Margin of a pair',
    unit: 'nats',
    better: 'higher',
    over: 'pairs of the step',
    estimator:
      'mean of (logProb − refLogProb) of the chosen action minus that of the rejected one, before the update; ' +
      'algorithms that learn from pairs only',
    reading:
      '0 at the start by definition. Rises → the policy prefers what its pairs prefer. Below 0 → it moves against them.',
  },
  {
    name: 'preference/agreement',
    title: 'Pairs already preferred',
    unit: 'share',
    better: 'higher',
    over: 'pairs of the step',
    estimator: 'share of pairs whose margin is above 0 before the update; algorithms that learn from pairs only',
    reading: 'Near 0.5 → what was learned so far does not carry over to new questions.',
  },
  {
    name: 'loss/clip_fraction',
    title: 'Clip fraction',
    unit: 'share',
    better: 'neither',
    over: tokens,
    estimator: 'share of tokens where the clip binds, mean over the updates of the step',
    reading:
      'Above 0.2 → updates are too large for these rollouts: use fewer updates or a lower learning rate. ' +
      'Always 0 → on-policy.',
  },
  {
    name: 'kl/old_k1',
    title: 'KL to the old policy (k1)',
    unit: 'nats per token',
    better: 'neither',
    over: tokens,
    estimator: 'k1: mean of oldLogProb − logProb; unbiased, can be negative',
    reading:
      'Far from 0 with one update per step → sampling and training disagree about log-probs: a bug, not a setting.',
  },
  {
    name: 'kl/old_k3',
    title: 'KL to the old policy (k3)',
    unit: 'nats per token',
    better: 'lower',
    over: tokens,
    estimator:
      'k3: mean of exp(logProb − oldLogProb) − 1 − (logProb − oldLogProb), tokens drawn from the old policy; ' +
      'never negative',
    reading: 'Spikes → one update moved the policy far, usually with a spike of the gradient norm.',
  },
  {
    name: 'kl/ref_k3',
    title: 'KL to the reference policy (k3)',
    unit: 'nats per token',
    better: 'neither',
    over: tokens,
    estimator: 'k3: mean of exp(refLogProb − logProb) − 1 − (refLogProb − logProb); never negative',
    reading: 'Rises steadily → the policy is leaving the reference; lower learningRate or raise the KL coefficient.',
  },
  {
    name: 'kl/coefficient',
    title: 'KL coefficient',
    unit: '',
    better: 'neither',
    over: 'the step',
    estimator: 'the coefficient of this step; present if it follows a target KL',
    reading: 'Keeps rising → the policy pushes past the target; falls to 0 → the target never binds.',
  },
  {
    name: 'entropy/mean',
    title: 'Entropy',
    unit: 'nats per token',
    better: 'neither',
    over: tokens,
    estimator: 'mean entropy of the policy at temperature 1, before each update',
    reading:
      'Falls to 0 early → groups become identical and carry no signal: raise the temperature or the entropy coefficient.',
  },
  {
    name: 'optimizer/grad_norm',
    title: 'Gradient norm',
    unit: '',
    better: 'neither',
    over: 'all params',
    estimator: 'global L2 norm before clipping, mean over the updates of the step',
    reading: 'Spikes → look at the rollouts of that step; always above the clip → the clip sets the step size.',
  },
  {
    name: 'optimizer/learning_rate',
    title: 'Learning rate',
    unit: '',
    better: 'neither',
    over: 'the step',
    estimator: 'the rate of this step, after the schedule',
    reading: 'Should follow the schedule in the config.',
  },
  {
    name: 'record/non_finite',
    title: 'Metrics that were not finite',
    unit: 'metrics',
    better: 'lower',
    over: 'the metrics of the step',
    estimator: 'number of values stored as null because they were NaN or infinite',
    reading: 'Above 0 → a metric had nothing to average over, or overflowed; the gap in its chart shows which.',
  },
];
