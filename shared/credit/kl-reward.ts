/** The KL to the reference policy as a part of the reward instead of the loss. */
import { choice, integer, number, type Values } from '../config/parameter.ts';
import { unreadProblems } from '../config/unread.ts';
import { kl } from '../loss/kl.ts';
import { objectiveFrom, type objectiveParameters } from '../loss/objective-parameters.ts';
import type { KlEstimator, Objective } from '../loss/objective.ts';
import type { ScoredRollout } from '../data/scores.ts';
import { clamp, sum } from '../util/math.ts';
import { turnScores } from './outcome.ts';
import { paidAtMessageEnds, type RewardedRollout } from './token-credit.ts';

export const klRewardParameters = {
  klPlace: choice({
    default: 'loss',
    choices: ['loss', 'reward'],
    help: 'The KL to the reference policy is a term of the loss, or is subtracted from the reward of the turn whose tokens it is measured on.',
    source: 'verl-project/verl verl/trainer/ppo/ray_trainer.py at 1dda039 (apply_kl_penalty)',
  }),
  klTarget: number({
    default: 0,
    min: 0,
    max: 100,
    unit: 'nats per token',
    help: 'With the KL in the reward, its coefficient grows while the KL lies above this target and shrinks while below; 0 keeps it constant.',
    source: 'arXiv:1909.08593v2 section 2.2',
  }),
  klHorizon: integer({
    default: 10000,
    min: 1,
    max: 1e9,
    unit: 'rollouts',
    help: 'Rollouts over which the coefficient can change by a fifth.',
    source: 'verl-project/verl verl/trainer/ppo/core_algos.py AdaptiveKLController at 1dda039',
  }),
};
type KlValues = Values<typeof klRewardParameters> & Values<typeof objectiveParameters>;

const inReward = ({ klPlace, klCoefficient }: KlValues): boolean => klPlace === 'reward' && klCoefficient > 0;

const scorerOf: Record<KlEstimator, string> = { k1: 'klRefK1', k2: 'klRefK2', k3: 'klRefK3' };

/** Scorers that the penalty reads: none where the KL is in the loss. */
export const klScorers = (values: KlValues): string[] =>
  inReward(values) ? [scorerOf[values.klEstimator], ...(values.klTarget > 0 ? ['writtenTokens'] : [])] : [];

/** A target without a KL in the reward, or a horizon without a target, as a sentence. */
export const klProblems = (values: KlValues): string[] => {
  if (values.klTarget === 0) return unreadProblems(klRewardParameters, values, ['klHorizon'], 'without a klTarget');
  return inReward(values)
    ? []
    : [
        `algorithm.klTarget: expected 0 without a KL in the reward, got ${values.klTarget} — set klPlace to reward and a klCoefficient to start from`,
      ];
};

/** The coefficient of the next step:  β · (1 + clip(KL / target − 1, ±0.2) · n / horizon), KL in nats per token over
 *  the n rollouts of the step, n / horizon at most 1 so that it stays positive. Constant without a target.
 *  Source: arXiv:1909.08593v2 section 2.2; verl AdaptiveKLController. */
export function adaptKl(batch: readonly ScoredRollout[], values: KlValues): { klCoefficient?: number } {
  if (values.klTarget === 0 || batch.length === 0) return {};
  const over = (scorer: string) => sum(batch.flatMap((rollout) => turnScores(rollout, scorer).map(Number)));
  const klRef = over(scorerOf[values.klEstimator]) / over('writtenTokens');
  const error = clamp(klRef / values.klTarget - 1, -0.2, 0.2);
  return { klCoefficient: values.klCoefficient * (1 + error * Math.min(1, batch.length / values.klHorizon)) };
}

/** The coefficient that a step used, as a metric, where it follows a target. */
export const klMetrics = ({ klTarget, klCoefficient }: KlValues): { readonly 'kl/coefficient'?: number } =>
  klTarget > 0 ? { 'kl/coefficient': klCoefficient } : {};

/** [K]  −klCoefficient · Σ over the turn's tokens of k(log π_old − log π_ref), nats; 0 where the KL is in the loss. */
export const klPenalty = (rollout: ScoredRollout, values: KlValues): Float64Array =>
  inReward(values)
    ? Float64Array.from(
        turnScores(rollout, scorerOf[values.klEstimator]),
        (score) => -values.klCoefficient * (score ?? 0),
      )
    : new Float64Array(rollout.turns);

/** [T] Each turn's reward at its message's last token, except the KL, which every token pays itself. reward: [K],
 *  `klPenalty` included.
 *  Throws TypeError without log-probs of the reference policy: they exist while training only. */
export const payingKl =
  (values: KlValues) =>
  (one: RewardedRollout): Float64Array => {
    const rewards = paidAtMessageEnds(one);
    if (!inReward(values)) return rewards;
    const { id, turns, logProb, refLogProb } = one.rollout;
    if (!refLogProb)
      throw new TypeError(
        `rollout ${id}: expected log-probs of the reference policy, got none — they exist while training only`,
      );
    for (const { message } of turns) {
      const last = message.end - 1;
      for (let t = message.start; t < last; t++) {
        const paid = values.klCoefficient * kl[values.klEstimator](logProb[t], refLogProb[t]);
        rewards[t] -= paid;
        rewards[last] += paid; // the turn's reward had it subtracted
      }
    }
    return rewards;
  };

/** The objective; without a KL term if the KL is in the reward. */
export const rewardObjective = (values: KlValues): Objective => ({
  ...objectiveFrom(values),
  ...(inReward(values) && { klCoefficient: 0 }),
});
