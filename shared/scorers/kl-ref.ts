/** KL of the policy to the reference policy on the tokens of each turn, by each estimator. */
import { kl } from '../loss/kl.ts';
import { klEstimators } from '../loss/objective.ts';
import { sum } from '../util/math.ts';
import type { TurnScorer } from './scorer.ts';
import { whileTraining } from './while-training.ts';

/** `klRefK1`, `klRefK2`, `klRefK3`: Σ over the turn's tokens of k(log π_old − log π_ref), nats.
 *  Throw TypeError without log-probs of the reference policy: they exist while training only. */
export const klRef: readonly TurnScorer[] = klEstimators.map((estimator) => {
  const name = `klRef${estimator.toUpperCase()}`;
  return {
    name,
    help: `KL to the reference policy (${estimator}), summed over the tokens that the policy wrote in a turn, in nats.`,
    source: 'verl-project/verl verl/trainer/ppo/ray_trainer.py at 1dda039 (apply_kl_penalty)',
    range: estimator === 'k1' ? [-Infinity, Infinity] : [0, Infinity],
    reads: ['referenceLogProb'],
    per: 'turn',
    score: (rollout) => {
      const { turns, mask, logProb } = rollout;
      const refLogProb = whileTraining(rollout.refLogProb, rollout, 'log-probs of the reference policy', name);
      const each = Array.from(mask, (m, t) => (m === 0 ? 0 : kl[estimator](logProb[t], refLogProb[t])));
      return turns.map(({ message }) => sum(each.slice(message.start, message.end)));
    },
  };
});
