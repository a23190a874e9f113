/** M4: at most a few points per pixel column, chosen so that the line drawn through them has the same pixels as the
 *  full one. Source: Jugel et al. 2014, "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 7(10).
 *  Points are chosen, never made. */

export interface Columns {
  /** Pixel columns, ≥ 1. */
  readonly count: number;
  /** x at the left edge of the first and the right edge of the last column. */
  readonly low: number;
  readonly high: number;
}

/** Indices of the points to draw, ascending: per column the first, last, lowest and highest point, and one NaN if there
 *  is any, so that gaps stay open. One point beyond each edge is kept, so that the line runs out of the picture.
 *  x: [n] ascending · y: [n] NaN in gaps · at most 7 · count + 2 indices.
 *  Throws RangeError if the lengths differ or count < 1. */
export function m4(x: Float64Array, y: Float64Array, columns: Columns): Uint32Array {
  if (x.length !== y.length) throw new RangeError(`m4: expected as many y as x (${x.length}), got ${y.length}`);
  const { count, low, high } = columns;
  if (!(count >= 1)) throw new RangeError(`m4: expected at least 1 column, got ${count}`);
  const start = firstAtLeast(x, low);
  const end = firstAbove(x, high);
  const chosen: number[] = [];
  const keep = (index: number) => {
    if (index >= 0 && index < x.length && chosen.at(-1) !== index) chosen.push(index);
  };
  keep(start - 1);
  const perX = high > low ? count / (high - low) : 0;
  for (let i = start; i < end;) {
    const column = Math.min(count - 1, Math.floor((x[i] - low) * perX));
    let next = i + 1;
    while (next < end && Math.min(count - 1, Math.floor((x[next] - low) * perX)) === column) next++;
    for (const index of extremes(y, i, next)) keep(index);
    i = next;
  }
  keep(end);
  return Uint32Array.from(chosen);
}

/** First, last, first and last finite, lowest, highest, first NaN of y[from, to), ascending, each once. */
function extremes(y: Float64Array, from: number, to: number): number[] {
  if (to - from <= 2) return to - from === 1 ? [from] : [from, from + 1];
  let [lowest, highest, gap, first, last] = [-1, -1, -1, -1, -1];
  for (let i = from; i < to; i++) {
    const value = y[i];
    if (Number.isNaN(value)) {
      if (gap === -1) gap = i;
      continue;
    }
    if (first === -1) first = lowest = highest = i;
    last = i;
    if (value < y[lowest]) lowest = i;
    if (value > y[highest]) highest = i;
  }
  const indices = [from, to - 1, first, last, lowest, highest, gap].filter((index) => index !== -1);
  return [...new Set(indices)].sort((a, b) => a - b);
}

const firstAtLeast = (x: Float64Array, bound: number): number => bisect(x, (value) => value >= bound);
const firstAbove = (x: Float64Array, bound: number): number => bisect(x, (value) => value > bound);

function bisect(x: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(x[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
