/** How much more the found passages support the ground truth than random ones. */
import { mean } from '../util/math.ts';
import { beliefs } from './belief.ts';
import type { TurnScorer } from './scorer.ts';
import { whileTraining } from './while-training.ts';

/** Belief after the turn's response − mean belief after random passages. Null without a response, and where a belief is
 *  not finite.
 *  Throws TypeError without beliefs after random passages: they exist while training only. */
export const evidenceContrast: TurnScorer = {
  name: 'evidenceContrast',
  help: 'Belief after the passages that the turn’s search found, less that after random ones, in nats; a turn without a response has none.',
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
