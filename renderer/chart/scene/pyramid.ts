/** The lowest and highest value of any range of a series without reading all of it: blocks of 64 and of 4096 values
 *  are summarised once. */

interface Level {
  readonly size: number;
  /** Infinity in blocks without a finite value. */
  readonly low: Float64Array;
  /** −Infinity in blocks without a finite value. */
  readonly high: Float64Array;
}

export interface Pyramid {
  /** Finite, or NaN in gaps. */
  readonly y: Float64Array;
  /** Coarse first. */
  readonly levels: readonly Level[];
}

export interface Extremes {
  low: number;
  high: number;
}

/** Values that cannot be drawn become NaN: not finite, or ≤ 0 on a log scale. Clean values are kept without a copy. */
export function drawable(y: Float64Array, log: boolean): Float64Array {
  const least = log ? Number.MIN_VALUE : -Number.MAX_VALUE;
  let clean = true;
  for (let i = 0; i < y.length; i++) if (y[i] < least || y[i] > Number.MAX_VALUE) clean = false;
  return clean ? y : y.map((value) => (value >= least && value <= Number.MAX_VALUE ? value : NaN));
}

export function pyramid(y: Float64Array): Pyramid {
  const fine = summary(y, y, 64);
  return { y, levels: [summary(fine.low, fine.high, 64, 4096), fine] };
}

function summary(lows: Float64Array, highs: Float64Array, group: number, size = group): Level {
  const count = Math.ceil(lows.length / group);
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const found = { low: Infinity, high: -Infinity };
  for (let block = 0; block < count; block++) {
    found.low = Infinity;
    found.high = -Infinity;
    scan(found, lows, highs, block * group, Math.min(lows.length, (block + 1) * group));
    low[block] = found.low;
    high[block] = found.high;
  }
  return { size, low, high };
}

/** Widens `found` by y[from, to). Infinity and −Infinity: nothing found yet. */
export function widen(found: Extremes, { y, levels }: Pyramid, from: number, to: number): Extremes {
  descend(found, levels, 0, y, from, to);
  return found;
}

/** Reads whole blocks of this level, and the remaining ends from the next finer one. */
function descend(
  found: Extremes,
  levels: readonly Level[],
  depth: number,
  y: Float64Array,
  from: number,
  to: number,
): void {
  const level = levels[depth];
  if (level === undefined) return scan(found, y, y, from, to);
  const first = Math.ceil(from / level.size);
  const last = Math.floor(to / level.size);
  if (first >= last) return descend(found, levels, depth + 1, y, from, to);
  descend(found, levels, depth + 1, y, from, first * level.size);
  scan(found, level.low, level.high, first, last);
  descend(found, levels, depth + 1, y, last * level.size, to);
}

function scan(found: Extremes, lows: Float64Array, highs: Float64Array, from: number, to: number): void {
  let { low, high } = found;
  for (let i = from; i < to; i++) {
    if (lows[i] < low) low = lows[i]; // a comparison with NaN is false, which skips gaps
    if (highs[i] > high) high = highs[i];
  }
  found.low = low;
  found.high = high;
}

const cached = { linear: new WeakMap<Float64Array, Pyramid>(), log: new WeakMap<Float64Array, Pyramid>() };

/** The pyramid of a series, made once per array. */
export function pyramidOf(y: Float64Array, log: boolean): Pyramid {
  const known = cached[log ? 'log' : 'linear'];
  const found = known.get(y) ?? pyramid(drawable(y, log));
  known.set(y, found);
  return found;
}
