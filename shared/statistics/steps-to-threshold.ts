import { checkCurve, finitePoints } from './curve.ts';
import type { Curve } from './curve.ts';

/** Where a curve first reaches the threshold, or that it never did within its budget. */
export type Reached =
  { readonly reached: true; readonly x: number } | { readonly reached: false; readonly budget: number };

/** First x with y ≥ threshold, linear between points; a curve that starts there counts from its first x.
 *  `direction` −1: y ≤ threshold. A curve that never reaches it is censored at its last x (NaN if empty). */
export function stepsToThreshold(curve: Curve, threshold: number, direction: 1 | -1 = 1): Reached {
  checkCurve('stepsToThreshold', curve);
  const { x, y } = finitePoints(curve);
  const there = y.findIndex((value) => direction * (value - threshold) >= 0);
  if (there === -1) return { reached: false, budget: x.at(-1) ?? NaN };
  if (there === 0) return { reached: true, x: x[0] };
  const share = (threshold - y[there - 1]) / (y[there] - y[there - 1]);
  return { reached: true, x: x[there - 1] + share * (x[there] - x[there - 1]) };
}
