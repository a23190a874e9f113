/** What the rows of a sampler hold: their tokens, and the keys and values of these. */
import type { Architecture } from '../models/architecture.ts';
import { kvCache, type KvCache } from './kv-cache.ts';
import type { Row } from './sampler.ts';

export interface RowStore {
  readonly maxLength: number;
  readonly cache: KvCache;
  /** [maxLength] per row, of which the first `lengths[row]` count. */
  readonly tokens: readonly Int32Array[];
  readonly lengths: Int32Array;
  /** Tokens of each row whose keys and values are in the cache: all, or all but the one sampled last. */
  readonly stored: Int32Array;
  /** Empty rows. Throws RangeError where fewer are free. */
  start(count: number): Row[];
  release(rows: readonly Row[]): void;
  /** Makes rows hold what another holds. */
  copy(from: Row, to: readonly Row[]): void;
  /** Throws RangeError where a row cannot hold so many more tokens. */
  requireRoom(row: Row, count: number): void;
  /** Throws RangeError where a row is empty. */
  requireToken(row: Row, where: string): void;
}

export function rowStore(a: Architecture, maxRows: number, maxLength: number): RowStore {
  const cache = kvCache(a, maxRows, maxLength);
  const tokens = Array.from({ length: maxRows }, () => new Int32Array(maxLength));
  const lengths = new Int32Array(maxRows);
  const stored = new Int32Array(maxRows);
  const free = Array.from({ length: maxRows }, (_, i) => maxRows - 1 - i);
  return {
    ...{ maxLength, cache, tokens, lengths, stored },
    start(count) {
      if (count > free.length) throw new RangeError(`sampler: expected at most ${free.length} more rows, got ${count}`);
      const rows = free.splice(free.length - count, count).reverse();
      for (const row of rows) stored[row] = lengths[row] = 0;
      return rows;
    },
    release: (rows) => void free.push(...[...rows].reverse()),
    copy(from, to) {
      cache.copy(from, to, stored[from]);
      for (const row of to) {
        tokens[row].set(tokens[from]);
        stored[row] = stored[from];
        lengths[row] = lengths[from];
      }
    },
    requireRoom(row, count) {
      if (lengths[row] + count > maxLength)
        throw new RangeError(
          `sampler: expected at most ${maxLength} tokens in a row, got ${lengths[row] + count} — raise the run's token limit or ask for fewer`,
        );
    },
    requireToken(row, where) {
      if (lengths[row] === 0) throw new RangeError(`${where}: expected a row that holds a token, got an empty one`);
    },
  };
}
