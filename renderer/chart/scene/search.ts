/** Positions in ascending x. */

/** Index of the first x ≥ bound; x.length if none. */
export function firstAtLeast(x: Float64Array, bound: number): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle] >= bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the x nearest to `at`, the earlier of two equally near; −1 for none. */
export function nearest(x: Float64Array, at: number): number {
  const after = firstAtLeast(x, at);
  if (after === 0) return x.length === 0 ? -1 : 0;
  return after < x.length && x[after] - at < at - x[after - 1] ? after : after - 1;
}
