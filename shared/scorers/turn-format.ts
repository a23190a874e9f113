/** Which turns follow the protocol. */
import type { TurnScorer } from './scorer.ts';

export const turnFormat: TurnScorer = {
  name: 'turnFormat',
  help: '1 where the turn’s message follows the protocol, else 0.',
  source: 'inclusionAI/DR-Venus (malformed turns); the grammar is the rollout protocol’s',
  range: [0, 1],
  per: 'turn',
  score: ({ turns }) => turns.map(({ malformed }) => (malformed ? 0 : 1)),
};
