/** The fixed sizes that sequences are computed in. Graphs have static shapes, so sizes are rounded up to a few buckets.
 *  The choice depends on the lengths alone, which keeps runs reproducible. */
import type { Bucket } from './training-graph.ts';

export interface BatchRow {
  /** T, tokens of the row. */
  readonly length: number;
  /** Tokens whose prediction is wanted. */
  readonly selected: number;
  /** Segments that share a ratio; absent where each token has its own. */
  readonly segments?: number;
}

export interface PlannedBatch {
  readonly bucket: Bucket;
  /** Indices of the rows in it, at most `bucket.batch`. */
  readonly rows: readonly number[];
}

/** Shares of a batch's tokens that a graph can predict. The output layer costs a fifth of a pass, so it is not run for
 *  all. */
const selectedShares = [1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 1];

const roundUp = (n: number, unit: number): number => Math.ceil(n / unit) * unit;

/** Lengths are rounded up to 16 tokens, then by 32, above 256 by an eighth of the next power of two: few graphs, little
 *  padding. */
function lengthBucket(length: number): number {
  return roundUp(Math.max(length, 16), length <= 16 ? 16 : Math.max(32, 2 ** Math.ceil(Math.log2(length)) / 8));
}

/** Puts rows of similar length together, at most `tokens` tokens in each batch (at least one row). Ties keep the
 *  order. */
export function planBatches(rows: readonly BatchRow[], tokens: number): PlannedBatch[] {
  const order = rows.map((_, i) => i).sort((i, j) => rows[j].length - rows[i].length || i - j);
  const batches: PlannedBatch[] = [];
  for (let start = 0; start < order.length;) {
    const length = lengthBucket(rows[order[start]].length);
    const batch = Math.min(Math.max(1, Math.floor(tokens / length)), 2 ** Math.ceil(Math.log2(order.length - start)));
    const members = order.slice(start, start + batch);
    const wanted = members.reduce((n, i) => n + rows[i].selected, 0);
    const selected = selectedShares.map((share) => Math.ceil(share * batch * length)).find((size) => size >= wanted)!;
    const segments = members.reduce((n, i) => n + (rows[i].segments ?? 0), 0);
    const shared = segments > 0 && { segments: 2 ** Math.ceil(Math.log2(segments)) };
    batches.push({ bucket: { batch, length, selected, ...shared }, rows: members });
    start += members.length;
  }
  return batches;
}
