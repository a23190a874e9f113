/** Credit of single tokens from a critic: what the algorithms share that learn one. */
import { boolean, choice, number, type Values } from '../config/parameter.ts';
import type { Objective } from '../loss/objective.ts';
import type { TokenSpan } from '../rollout/rollout.ts';
import { gae, toolTokenRules } from './gae.ts';
import { whiten } from './whiten.ts';

/** A rollout whose turns have earned their rewards, and what the critic foresaw. */
export interface ValuedRollout {
  /** [K] */
  readonly reward: ArrayLike<number>;
  /** [K] what the policy wrote in each turn. */
  readonly messages: readonly TokenSpan[];
  /** [T] */
  readonly mask: ArrayLike<number>;
  /** [T] the return that the critic foresees before each token is chosen; 0 at position 0. */
  readonly value: ArrayLike<number>;
}

/** [T] each. */
export interface TokenCredit {
  /** 0 where mask = 0. */
  readonly advantage: Float32Array;
  /** What the critic is to foresee; means nothing where mask = 0. */
  readonly valueTarget: Float32Array;
  /** What it foresaw. */
  readonly value: Float32Array;
}

export const criticParameters = {
  gamma: number({
    default: 1,
    min: 0,
    max: 1,
    help: 'Discount from one token to the one before it.',
    source: 'verl-project/verl verl/trainer/config/ppo_trainer.yaml at 1dda039',
  }),
  lambda: number({
    default: 1,
    min: 0,
    max: 1,
    help: 'How far ahead advantages look for rewards instead of trusting the critic: 1 sees all rewards to come, 0 one token.',
    source: 'verl-project/verl verl/trainer/config/ppo_trainer.yaml at 1dda039',
  }),
  toolTokens: choice({
    default: 'skip',
    choices: toolTokenRules,
    help: 'Whether the recursion passes over tokens that the environment wrote, or takes them as steps.',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py at 1dda039; include is how older versions do it',
  }),
  whitenAdvantage: boolean({
    default: true,
    help: 'Bring the advantages of all tokens of the step to mean 0 and variance 1.',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py at 1dda039',
  }),
  valueCoefficient: number({
    default: 0.5,
    min: 0,
    max: 100,
    help: 'Weight of the critic’s loss beside the policy’s; 0 leaves the critic as it starts, at 0 everywhere.',
    source: 'this project: critic and policy share a network (docs/algorithms.md)',
  }),
  valueClip: number({
    default: 0.5,
    min: 0,
    max: 100,
    help: 'A value that has moved further than this from the one that was sampled with learns no more; 0 is off.',
    source: 'verl-project/verl verl/trainer/config/ppo_trainer.yaml at 1dda039 (cliprange_value)',
  }),
};
type CriticValues = Values<typeof criticParameters>;

/** GAE on each rollout, whitened over the tokens of all of them on wish. A turn's reward is paid at its message's last token. */
export function criticCredit(batch: readonly ValuedRollout[], values: CriticValues): TokenCredit[] {
  const estimates = batch.map((rollout) => gae(onLastTokens(rollout), rollout.value, rollout.mask, values));
  const raw = estimates.map(({ advantage }, i) => advantage.map((a, t) => (batch[i].mask[t] === 0 ? 0 : a)));
  const masks = batch.map(({ mask }) => mask);
  const advantages = values.whitenAdvantage ? whiten(raw, masks) : raw;
  return batch.map(({ value }, i) => ({
    advantage: Float32Array.from(advantages[i]),
    valueTarget: Float32Array.from(estimates[i].target),
    value: Float32Array.from(value),
  }));
}

/** [K] → [T] */
function onLastTokens({ reward, messages, mask }: ValuedRollout): Float64Array {
  const perToken = new Float64Array(mask.length);
  messages.forEach(({ end }, t) => (perToken[end - 1] += reward[t]));
  return perToken;
}

/** The objective with the critic's loss. */
export const criticObjective = (objective: Objective, { valueCoefficient, valueClip }: CriticValues): Objective => ({
  ...objective,
  critic: { coefficient: valueCoefficient, clip: valueClip === 0 ? null : valueClip },
});
