/** Information gain as a difference of probabilities, as in the first version of the paper. */
import { beliefs, gains } from './belief.ts';
import type { TurnScorer } from './scorer.ts';

/** The probability is exp(belief), the geometric mean over the ground-truth tokens; the joint probability would make
 *  the gain depend on the answer's length. */
export const informationGainProb: TurnScorer = {
  name: 'informationGainProb',
  help: 'How much a turn raised the ground truth’s probability (geometric mean over its tokens); the last turn has none.',
  source: 'arXiv:2510.14967v1 (probability form)',
  range: [-1, 1],
  per: 'turn',
  reads: ['belief'],
  score: (rollout) => gains(beliefs(rollout, 'informationGainProb').map(Math.exp), rollout.turns.length),
};
