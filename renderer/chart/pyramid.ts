/** Lowest and highest value of any range of a series, without reading all of it: blocks of 64 and of 4096 values are summarised once. */

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
  const bad = (value: number) => value - value !== 0 || (log && value <= 0); // ∞ − ∞ and NaN − NaN are NaN
  return y.some((value) => bad(value) && value === value) ? y.map((value) => (bad(value) ? NaN : value)) : y;
}

export function pyramid(y: Float64Array): Pyramid {
  const fine = summary(y, y, 64);
  return { y, levels: [summary(fine.low, fine.high, 64, 4096), fine] };
}

function summary(lows: Float64Array, highs: Float64Array, group: number, size = group): Level {
  const count = Math.ceil(lows.length / group);
  const low = new Float64Array(count).fill(Infinity);
  const high = new Float64Array(count).fill(-Infinity);
  for (let block = 0; block < count; block++) {
    const end = Math.min(lows.length, (block + 1) * group);
    let [least, most] = [Infinity, -Infinity];
    for (let i = block * group; i < end; i++) {
      if (lows[i]! < least) least = lows[i]!; // a comparison with NaN is false, which skips gaps
      if (highs[i]! > most) most = highs[i]!;
    }
    low[block] = least;
    high[block] = most;
  }
  return { size, low, high };
}

/** Widens `found` by y[from, to); Infinity and −Infinity mean that nothing was found yet. */
export function widen(found: Extremes, { y, levels }: Pyramid, from: number, to: number): Extremes {
  let { low, high } = found;
  for (let i = from; i < to;) {
    const level = levels.find(({ size }) => i % size === 0 && i + size <= to);
    const block = level === undefined ? i : i / level.size;
    const least = level === undefined ? y[i]! : level.low[block]!;
    const most = level === undefined ? y[i]! : level.high[block]!;
    if (least < low) low = least;
    if (most > high) high = most;
    i += level?.size ?? 1;
  }
  found.low = low;
  found.high = high;
  return found;
}

const cached = { linear: new WeakMap<Float64Array, Pyramid>(), log: new WeakMap<Float64Array, Pyramid>() };

/** The pyramid of a series, made once per array. */
export function pyramidOf(y: Float64Array, log: boolean): Pyramid {
  const known = cached[log ? 'log' : 'linear'];
  const found = known.get(y) ?? pyramid(drawable(y, log));
  known.set(y, found);
  return found;
}
