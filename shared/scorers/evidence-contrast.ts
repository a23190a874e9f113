/** How much more a search said about the ground truth than random passages would have. */
import { mean } from '../util/math.ts';
import { beliefs } from './belief.ts';
import type { TurnScorer } from './scorer.ts';
import { whileTraining } from './while-training.ts';

/** Belief after the turn's retrieval − mean belief after random passages in its place; null without a response, and where a belief is not
 *  finite. Throws TypeError where the rollout has no beliefs after random passages: they are worked out while training and not saved. */
export const evidenceContrast: TurnScorer = {
  name: 'evidenceContrast',
  help: 'Belief after what the turn’s search found, less that after random passages in its place, in nats; a turn without a response has none.',
  source: 'arXiv:2604.15148',
  range: [-Infinity, Infinity],
  needs: ['other passages'],
  reads: ['belief', 'randomEvidence'],
  per: 'turn',
  score: (rollout) => {
    const { measured } = rollout;
    const what = 'beliefs after random passages';
    const random = whileTraining(measured?.randomEvidence, rollout, what, 'evidenceContrast');
    const found = beliefs(rollout, 'evidenceContrast');
    return rollout.turns.map(({ response }, t) => {
      if (response === null) return null;
      const contrast = found[t + 1] - mean(random[t]);
      return Number.isFinite(contrast) ? contrast : null;
    });
  },
};
