/** Several curves on one x grid: exact if all share their x, else by linear interpolation. The caller prints which. */
import { valueAt } from './curve.ts';
import type { Curve } from './curve.ts';
import { aggregates } from './aggregate.ts';
import type { Aggregate } from './aggregate.ts';
import { anyValue } from './interval.ts';
import type { Interval, Range } from './interval.ts';

export interface AlignedCurves {
  readonly method: 'exact' | 'linear';
  readonly x: readonly number[];
  /** [curves][x] NaN where a curve has no value: outside its range, or in a gap. */
  readonly y: readonly (readonly number[])[];
}

/** The union of all x; curves whose x differ are interpolated within their own range, never beyond. */
export function alignCurves(curves: readonly Curve[]): AlignedCurves {
  const first = curves[0]?.x ?? [];
  const exact = curves.every((curve) => curve.x.length === first.length && curve.x.every((x, i) => x === first[i]));
  if (exact) return { method: 'exact', x: first, y: curves.map((curve) => curve.y) };
  const x = [...new Set(curves.flatMap((curve) => [...curve.x]))].sort((a, b) => a - b);
  return { method: 'linear', x, y: curves.map((curve) => x.map((at) => valueAt(curve, at))) };
}

export interface Band {
  readonly method: 'exact' | 'linear';
  readonly n: number;
  readonly x: readonly number[];
  /** NaN wherever one of the n curves has no value: a mean of the others would jump where a curve ends. */
  readonly mean: readonly number[];
  /** Null where there is no mean or n = 1. */
  readonly interval: readonly (Interval | null)[];
}

/** Mean and interval over curves at every x, plain or interquartile; the interval is within the range of the values. */
export function band(
  curves: readonly Curve[],
  level = 0.95,
  range: Range = anyValue,
  aggregate: Aggregate = 'mean',
): Band {
  const { method, x, y } = alignCurves(curves);
  const estimates = x.map((_, i) =>
    aggregates[aggregate].estimate(
      y.map((row) => row[i]),
      level,
      range,
    ),
  );
  return {
    method,
    n: curves.length,
    x,
    mean: estimates.map((estimate) => estimate.mean),
    interval: estimates.map((estimate) => (Number.isFinite(estimate.mean) ? estimate.interval : null)),
  };
}
