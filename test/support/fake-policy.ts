/** Policies for tests that keep the sampler's contract strictly: lengths are checked, released rows are dead, forks
 *  leave no trace. The log-prob of a token is −(position + 1)/100, its entropy (position + 1)/1000, and the critic's
 *  value estimate before it (position + 1)/10: every number says where it came from. */
import type { Row, Sampled, Sampler } from '../../shared/model/sampler.ts';
import { stopTest } from '../../shared/model/stop.ts';
import type { Rng } from '../../shared/util/rng.ts';

export interface FakePolicy extends Sampler {
  /** Tokens of every row ever started, as the policy has seen them, in the order of `start`. */
  readonly seen: readonly number[][];
  readonly calls: { append: number; score: number; sample: number; forks: number };
  /** Rows started and not yet released. */
  open(): number;
}

/** Next token of a row, given what it holds. `index` counts rows in the order they were started. */
export type NextToken = (tokens: readonly number[], rng: Rng, index: number, temperature: number) => number;

export function fakePolicy(next: NextToken, maxLength = 1000): FakePolicy {
  const seen: number[][] = [];
  const openRows = new Map<Row, number>(); // row → index in `seen`
  const calls = { append: 0, score: 0, sample: 0, forks: 0 };
  const tokensOf = (row: Row) => {
    const index = openRows.get(row);
    if (index === undefined) throw new Error(`fake policy: row ${row} is not open`);
    return seen[index];
  };
  const room = (length: number) => {
    if (length > maxLength) throw new Error(`fake policy: ${length} tokens in a row of at most ${maxLength}`);
  };
  return {
    maxLength,
    critic: true,
    seen,
    calls,
    open: () => openRows.size,
    start: (count) =>
      Array.from({ length: count }, () => {
        let row = 0;
        while (openRows.has(row)) row++;
        openRows.set(row, seen.push([]) - 1);
        return row;
      }),
    append: async (requests) => {
      calls.append++;
      return requests.map(({ row, tokens, fork, forkFrom = 0 }) => {
        if (tokens.length === 0) throw new Error('fake policy: nothing to append');
        const held = tokensOf(row);
        held.push(...Array.from(tokens));
        room(held.length + (fork?.length ?? 0));
        if (!fork) return null;
        calls.forks++;
        return Float32Array.from({ length: fork.length - forkFrom }, (_, i) => -(held.length + forkFrom + i + 1) / 100);
      });
    },
    score: async (requests) => {
      calls.score++;
      return requests.map(({ row, fork, forkFrom = 0 }) => {
        const held = tokensOf(row);
        if (held.length === 0) throw new Error('fake policy: nothing to score behind');
        room(held.length + fork.length);
        calls.forks++;
        return Float32Array.from({ length: fork.length - forkFrom }, (_, i) => -(held.length + forkFrom + i + 1) / 100);
      });
    },
    sample: async (requests, { temperature, stops }) => {
      calls.sample++;
      const isStopped = stopTest(stops);
      return requests.map(({ row, rng, maxTokens }) => {
        const held = tokensOf(row);
        if (held.length === 0 || maxTokens < 1) throw new Error('fake policy: nothing to go on');
        const value: number[] = [];
        const sampled: Sampled & { stopped: boolean } = { tokens: [], logProb: [], entropy: [], value, stopped: false };
        while (!sampled.stopped && sampled.tokens.length < maxTokens) {
          const token = next(held, rng, openRows.get(row)!, temperature);
          held.push(token);
          room(held.length);
          sampled.tokens.push(token);
          sampled.logProb.push(-held.length / 100);
          sampled.entropy.push(held.length / 1000);
          value.push(held.length / 10);
          sampled.stopped = isStopped(sampled.tokens);
        }
        return sampled;
      });
    },
    release: (rows) => {
      for (const row of rows) {
        tokensOf(row);
        openRows.delete(row);
      }
    },
  };
}

/** Draws every token with equal probability. Greedy decoding takes the successor of the last token instead. */
export const uniform =
  (vocabularySize: number): NextToken =>
  (tokens, rng, _index, temperature) =>
    temperature === 0 ? (tokens.at(-1)! + 1) % vocabularySize : rng.integer(vocabularySize);

/** Writes the script of its row, token by token, whatever it reads; the last script serves all further rows. */
export function scripted(scripts: readonly (readonly number[])[]): NextToken {
  const written = new Map<number, number>();
  return (_tokens, _rng, index) => {
    const at = written.get(index) ?? 0;
    written.set(index, at + 1);
    const script = scripts[Math.min(index, scripts.length - 1)];
    if (at >= script.length)
      throw new Error(`fake policy: the script of row ${index} has only ${script.length} tokens`);
    return script[at];
  };
}
