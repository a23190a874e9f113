/** How much more a search said about the ground truth than random passages would have. */
import { mean } from '../util/math.ts';
import { beliefs } from './belief.ts';
import type { TurnScorer } from './scorer.ts';

/** Belief after the turn's retrieval − mean belief after random passages in its place; null without a response, and where a belief is not
 *  finite. Throws TypeError where the rollout has no beliefs after random passages: they are worked out while training and not saved. */
export const evidenceContrast: TurnScorer = {
  name: 'evidenceContrast',
  help: 'Belief after what the turn’s search found, less that after random passages in its place, in nats; a turn without a response has none.',
  source: 'arXiv:2604.15148',
  range: [-Infinity, Infinity],
  needs: ['other passages'],
  readsBelief: true,
  readsRandomEvidence: true,
  per: 'turn',
  score: (rollout) => {
    const { id, turns, randomEvidenceBelief } = rollout;
    if (!randomEvidenceBelief)
      throw new TypeError(
        `rollout ${id}: expected beliefs after random passages, got none (scorer evidenceContrast) — they exist while training only`,
      );
    const found = beliefs(rollout, 'evidenceContrast');
    return turns.map(({ response }, t) => {
      if (response === null) return null;
      const contrast = found[t + 1] - mean(randomEvidenceBelief[t]);
      return Number.isFinite(contrast) ? contrast : null;
    });
  },
};
