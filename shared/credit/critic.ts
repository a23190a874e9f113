/** Credit of single tokens from a critic: what algorithms with a critic share. */
import { boolean, choice, number, type Values } from '../config/parameter.ts';
import type { Objective } from '../loss/objective.ts';
import { gae, toolTokenRules } from './gae.ts';
import { paidAtMessageEnds, type RewardedRollout, type TokenCredit } from './token-credit.ts';
import { whiten } from './whiten.ts';

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
    help: 'How far ahead advantages look for rewards before they trust the critic: 1 sees all rewards to come, 0 one token.',
    source: 'verl-project/verl verl/trainer/config/ppo_trainer.yaml at 1dda039',
  }),
  toolTokens: choice({
    default: 'skip',
    choices: toolTokenRules,
    help: 'Whether the recursion skips tokens that the environment wrote, or includes them as steps.',
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
    help: 'Weight of the critic’s loss beside the policy’s; with 0 the critic stays at its start, 0 everywhere.',
    source: 'this project: critic and policy share a network (docs/algorithms.md)',
  }),
  valueClip: number({
    default: 0.5,
    min: 0,
    max: 100,
    help: 'A value estimate that has moved further than this since sampling learns no more; 0 is off.',
    source: 'verl-project/verl verl/trainer/config/ppo_trainer.yaml at 1dda039 (cliprange_value)',
  }),
};
type CriticValues = Values<typeof criticParameters>;

/** GAE on each rollout, whitened over the tokens of all of them if `whitenAdvantage`; null without a critic. rewardsOf:
 *  [T], by default a turn's reward at its message's last token. */
export function criticCredit(
  batch: readonly RewardedRollout[],
  values: CriticValues,
  rewardsOf: (rollout: RewardedRollout) => Float64Array = paidAtMessageEnds,
): TokenCredit[] | null {
  const valueEstimates = batch.map(({ value }) => value);
  if (!valueEstimates.every((value) => value !== null)) return null;
  const masks = batch.map(({ rollout }) => rollout.mask);
  const estimated = batch.map((one, i) => gae(rewardsOf(one), valueEstimates[i], masks[i], values));
  const raw = estimated.map(({ advantage }, i) => advantage.map((a, t) => (masks[i][t] === 0 ? 0 : a)));
  const advantages = values.whitenAdvantage ? whiten(raw, masks) : raw;
  return estimated.map(({ target }, i) => ({
    advantage: Float32Array.from(advantages[i]),
    critic: { value: Float32Array.from(valueEstimates[i]), target: Float32Array.from(target) },
  }));
}

/** The objective with the critic's loss. */
export const criticObjective = (
  objective: Objective,
  { valueCoefficient, valueClip, toolTokens, gamma, lambda }: CriticValues,
): Objective => ({
  ...objective,
  critic: {
    coefficient: valueCoefficient,
    clip: valueClip === 0 ? null : valueClip,
    gamma,
    // with λ = 1 the value estimates between two messages cancel
    ...(toolTokens === 'include' && lambda < 1 && { everyToken: true }),
  },
});
