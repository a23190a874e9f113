/** Whether the transcript follows the protocol. */
import type { OutcomeScorer } from './scorer.ts';

export const format: OutcomeScorer = {
  name: 'format',
  help: '1 where every message follows the protocol, else 0.',
  source: 'arXiv:2510.14967v2 Eq. 2 (format check); the grammar is the rollout protocol’s',
  range: [0, 1],
  per: 'rollout',
  score: (rollout) => (rollout.wellFormed ? 1 : 0),
};
