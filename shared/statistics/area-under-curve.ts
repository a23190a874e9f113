import { checkCurve, finitePoints, valueAt } from './curve.ts';
import type { Curve } from './curve.ts';

/** Mean height of a curve over [from, to] on its x unit:  ∫ y dx / (to − from), trapezoids, gaps bridged linearly.
 *  The ends default to the curve's own. Unit of y. NaN when the curve does not span the range or has no width.
 *  Compare two curves only over one common range. */
export function areaUnderCurve(curve: Curve, from = curve.x[0] ?? NaN, to = curve.x.at(-1) ?? NaN): number {
  checkCurve('areaUnderCurve', curve);
  const points = finitePoints(curve);
  const inside = points.x.map((_, i) => i).filter((i) => points.x[i] > from && points.x[i] < to);
  const x = [from, ...inside.map((i) => points.x[i]), to];
  const y = [valueAt(points, from), ...inside.map((i) => points.y[i]), valueAt(points, to)];
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area / (to - from);
}
