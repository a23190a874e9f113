/** One series of one run on a declared x unit, and its value between points. */

export interface Curve {
  /** Strictly increasing, finite. */
  readonly x: readonly number[];
  /** As long as x; NaN marks a gap. */
  readonly y: readonly number[];
}

/** Throws RangeError unless x increases strictly and y is as long. */
export function checkCurve(where: string, curve: Curve): void {
  const { x, y } = curve;
  if (x.length !== y.length) throw new RangeError(`${where}: expected as many y as x (${x.length}), got ${y.length}`);
  for (let i = 0; i < x.length; i++)
    if (!Number.isFinite(x[i]) || (i > 0 && !(x[i] > x[i - 1])))
      throw new RangeError(`${where}: expected finite, increasing x, got ${x[i]} after ${x[i - 1]}`);
}

/** The points that have a value: a gap is bridged, not counted as 0. */
export function finitePoints(curve: Curve): Curve {
  const keep = curve.x.map((_, i) => i).filter((i) => Number.isFinite(curve.y[i]));
  return { x: keep.map((i) => curve.x[i]), y: keep.map((i) => curve.y[i]) };
}

/** Value at x, linear between neighbours; NaN outside the curve and next to a gap. */
export function valueAt(curve: Curve, x: number): number {
  const after = firstAtLeast(curve.x, x);
  if (after === curve.x.length) return NaN;
  if (curve.x[after] === x) return curve.y[after];
  if (after === 0) return NaN;
  const [x0, x1] = [curve.x[after - 1], curve.x[after]];
  const [y0, y1] = [curve.y[after - 1], curve.y[after]];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

/** Index of the first x that is not smaller; the length if there is none. */
function firstAtLeast(xs: readonly number[], x: number): number {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (xs[middle] >= x) high = middle;
    else low = middle + 1;
  }
  return low;
}
