/** Rollouts of a question that say chosen words, for trees of them. */
import type { LearnedRollout } from '../../shared/record/saved-rollout.ts';
import { savedRollout } from './saved-rollout.ts';

/** A rollout with one word per turn: queries, and last the answer. A query that begins with `good` found a supporting
 *  passage. Equal words are equal tokens. Members from 2 on branched off the first. */
export function said(member: number, words: readonly string[], reward: number): LearnedRollout {
  const found = words.map((word, t) => (t === words.length - 1 ? null : word.startsWith('good') ? 'p1' : 'other'));
  const stored = savedRollout({ found, belief: [], advantage: words.map(() => 0), answer: words.at(-1)! });
  const { rollout } = stored;
  const tokens = rollout.tokens.slice();
  words.forEach(
    (word, t) => (tokens[rollout.turns[t].message.start] = [...word].reduce((n, c) => 31 * n + c.charCodeAt(0), 0)),
  );
  const turns = rollout.turns.map((turn, t) => ({ ...turn, query: turn.query && words[t] }));
  return {
    ...stored,
    rollout: {
      ...rollout,
      member,
      tokens,
      turns,
      ...(member > 1 && { grownFrom: { member: 0, tokens: turns[1].message.start } }),
    },
    credit: {
      ...stored.credit,
      reward: Float64Array.from(words, (_, t) => (t === words.length - 1 ? reward : 0)),
    },
  };
}
