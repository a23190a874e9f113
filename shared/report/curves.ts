/** Series of a report's runs as curves on its x unit. */
import { describeMetric, findMetric } from '../metrics/names.ts';
import type { MetricName } from '../metrics/metric.ts';
import { checkCurve, valueAt } from '../statistics/curve.ts';
import type { Curve } from '../statistics/curve.ts';
import { own } from '../util/own.ts';
import { mean } from '../util/math.ts';
import type { ReportRun, Series } from './report.ts';

const asCurve = (series: Series): Curve => ({ x: series.step, y: series.value.map((value) => value ?? NaN) });

/** A metric over `step` or over a total; null if the run has no such series. Totals are 0 at step 0 and linear between
 *  steps. Drops the points at which the total has not grown, because x must increase. */
export function curveOf(run: Pick<ReportRun, 'name' | 'series'>, metric: MetricName, x: MetricName): Curve | null {
  const series = own(run.series, metric);
  if (series === undefined) return null;
  const curve = asCurve(series);
  checkCurve(`run ${run.name}, ${metric}`, curve);
  if (x === 'step') return curve;
  const total = own(run.series, x);
  if (total === undefined) return null;
  const counted = asCurve(total);
  const known = counted.x[0] === 0 ? counted : { x: [0, ...counted.x], y: [0, ...counted.y] };
  const at = curve.x.map((step) => valueAt(known, step));
  const keep = at.flatMap((value, i) => (Number.isFinite(value) && (i === 0 || value > at[i - 1]) ? [i] : []));
  return { x: keep.map((i) => at[i]), y: keep.map((i) => curve.y[i]) };
}

/** Means of `width` consecutive points, so that a noisy series can be read; a window without any value stays a gap. */
export function windowMeans(curve: Curve, width: number): Curve {
  if (width <= 1) return curve;
  const starts = Array.from({ length: Math.ceil(curve.x.length / width) }, (_, i) => i * width);
  return {
    x: starts.map((start) => mean(curve.x.slice(start, start + width))),
    y: starts.map((start) => mean(curve.y.slice(start, start + width).filter(Number.isFinite))),
  };
}

/** "rollouts", "sampled tokens", "steps", "seconds of training time": the x unit in the plural, as it follows a
 *  number. */
export function xUnit(x: MetricName): string {
  if (x === 'step') return 'steps';
  const { title, unit } = describeMetric(x);
  return `${unit === 'seconds' ? 'seconds of ' : ''}${title.toLowerCase()}`;
}

/** Names of this pattern's group that any run has, in the order of their number: gain/turn_1, gain/turn_2, … */
export const metricsLike = (runs: readonly ReportRun[], pattern: MetricName): MetricName[] =>
  [...new Set(runs.flatMap((run) => Object.keys(run.series)))]
    .filter((name) => findMetric(name)?.name === pattern)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
