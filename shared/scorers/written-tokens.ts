/** Tokens that the policy wrote. */
import { sum } from '../util/math.ts';
import type { TurnScorer } from './scorer.ts';

export const writtenTokens: TurnScorer = {
  name: 'writtenTokens',
  help: 'Tokens that the policy wrote in a turn; responses are not counted.',
  source: 'arXiv:2503.14476 Eq. 13 (length of a response)',
  range: [0, Infinity],
  per: 'turn',
  score: ({ turns, mask }) => turns.map(({ message }) => sum(mask.subarray(message.start, message.end))),
};
