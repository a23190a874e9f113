/** Identity of what the policy read just before each turn. */
import type { Rollout } from '../record/rollout.ts';
import { identity } from './identity.ts';
import type { TurnScorer } from './scorer.ts';

/** Of the tokens of the prompt before the first turn, then of the previous turn's response. */
export const observation: TurnScorer = {
  name: 'observation',
  help: 'Identity of what the policy saw before the turn: the prompt, then each response. Equal numbers are equal texts; their size means nothing.',
  source: 'arXiv:2505.10978 (anchor states)',
  range: [0, Number.MAX_SAFE_INTEGER],
  needs: ['states'],
  per: 'turn',
  score: ({ tokens, promptLength, turns }: Rollout) =>
    turns.map((_, t) => {
      const seen = t === 0 ? { start: 0, end: promptLength } : turns[t - 1].response;
      return seen && identity(tokens.subarray(seen.start, seen.end));
    }),
};
