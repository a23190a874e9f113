/** Information gain in nats, as in the final version of the paper. */
import { beliefs, gains } from './belief.ts';
import type { TurnScorer } from './scorer.ts';

/** Departures: (1) one accepted answer is scored, the first, as in the official code; (2) a gain of exactly 0 is a
 *  value. */
export const informationGain: TurnScorer = {
  name: 'informationGain',
  help: 'How much a turn raised the mean log-prob of the ground truth, in nats; the last turn has none.',
  source: 'arXiv:2510.14967v2 (log-probability form)',
  range: [-Infinity, Infinity],
  per: 'turn',
  reads: ['belief'],
  score: (rollout) => gains(beliefs(rollout, 'informationGain'), rollout.turns.length),
};
