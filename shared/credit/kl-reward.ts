/** The KL to the reference policy as a part of the reward instead of the loss. */
import { choice, type Values } from '../config/parameter.ts';
import { objectiveFrom, type objectiveParameters } from '../loss/objective-parameters.ts';
import type { KlEstimator, Objective } from '../loss/objective.ts';
import type { ScoredRollout } from '../scorers/scorer.ts';
import { turnScores } from './outcome.ts';

export const klRewardParameters = {
  klPlace: choice({
    default: 'loss',
    choices: ['loss', 'reward'],
    help: 'The KL to the reference policy is a term of the loss, or is taken from the reward of the turn whose tokens it is of.',
    source: 'verl-project/verl verl/trainer/ppo/ray_trainer.py at 1dda039 (apply_kl_penalty)',
  }),
};
type KlValues = Values<typeof klRewardParameters> & Values<typeof objectiveParameters>;

const inReward = ({ klPlace, klCoefficient }: KlValues): boolean => klPlace === 'reward' && klCoefficient > 0;

const scorerOf: Record<KlEstimator, string> = { k1: 'klRefK1', k2: 'klRefK2', k3: 'klRefK3' };

/** Scorers that the penalty reads: none where the KL is in the loss. */
export const klScorers = (values: KlValues): string[] => (inReward(values) ? [scorerOf[values.klEstimator]] : []);

/** [K]  −klCoefficient · Σ over the turn's tokens of k(log π_old − log π_ref), nats; 0 where the KL is in the loss. */
export const klPenalty = (rollout: ScoredRollout, values: KlValues): Float64Array =>
  inReward(values)
    ? Float64Array.from(
        turnScores(rollout, scorerOf[values.klEstimator]),
        (score) => -values.klCoefficient * (score ?? 0),
      )
    : new Float64Array(rollout.turns);

/** The objective, without a KL term where the reward has it. */
export const rewardObjective = (values: KlValues): Objective => ({
  ...objectiveFrom(values),
  ...(inReward(values) && { klCoefficient: 0 }),
});
