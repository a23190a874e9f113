/** What the policy saw just before each turn, as a number to be compared and nothing else. */
import type { Rollout } from '../rollout/rollout.ts';
import type { TurnScorer } from './scorer.ts';

/** Equal exactly where the tokens are: the prompt before the first turn, after that the response to the turn before. Two different texts
 *  get the same number once in 2^53. */
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

/** Two 32-bit hashes, of which 53 bits fit into a number. Source: bryc/code, jshash/PRNGs.md, cyrb53 (public domain). */
function identity(tokens: Int32Array): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const token of tokens) {
    high = Math.imul(high ^ token, 2654435761);
    low = Math.imul(low ^ token, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
