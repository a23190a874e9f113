/** Which charts a report has: the compared metric always, every other only if a run recorded it. */
import { findMetric, metricTitle } from '../metrics/names.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { Analysis } from './analysis.ts';
import { percent } from '../statistics/format.ts';
import { curveOf, metricsLike, windowMeans, xUnit } from './curves.ts';
import { lineChart } from './line-chart.ts';
import type { ChartLine, LineChart } from './line-chart.ts';
import type { Markup } from './markup.ts';
import type { Report, ReportRun } from './report.ts';
import { own } from '../util/own.ts';

/** More points than this on a line of this width show noise only. */
const mostPoints = { large: 120, small: 40 };

/** How many consecutive points are averaged into one, so that a chart of this size can be read; 1 draws them all. */
function pointsPerMean(
  runs: readonly Pick<ReportRun, 'series'>[],
  metric: MetricName,
  size: 'large' | 'small',
): number {
  const longest = Math.max(1, ...runs.map((run) => own(run.series, metric)?.step.length ?? 0));
  return Math.ceil(longest / mostPoints[size]);
}

const besides = [
  'success',
  'gain/mean',
  'gain/agreement',
  'signal/groups_without',
  'signal/groups_without_outcome',
  'signal/rescued',
  'rollout/turns',
  'rollout/policy_tokens',
  'entropy/mean',
  'kl/ref_k3',
  'optimizer/grad_norm',
];

/** The compared metric, large. */
export const mainChart = (report: Report, { verdict }: Analysis): LineChart =>
  chartOf(report, report.metric, 'large', verdict.threshold?.from === 'declared' ? verdict.threshold.value : null);

/** Share of runs that have reached the threshold by x, one minus the Kaplan–Meier curve; null unless seeds fall into
 *  two modes. Every run is a step from 0 to 1, or stays at 0 to the end of the budget. */
export function takeOffChart(report: Report, { verdict }: Analysis): LineChart | null {
  const { range, threshold, takeOff } = verdict;
  if (takeOff === null || threshold === null || range === null) return null;
  const [from, to] = range;
  const instant = (to - from) * 1e-6;
  const step = (at: number) => {
    if (at <= from) return { x: [from, to], y: [1, 1] };
    const rise = { x: [from, at - instant, at], y: [0, 0, 1] };
    return at < to ? { x: [...rise.x, to], y: [...rise.y, 1] } : rise;
  };
  return {
    title: `Runs that have reached ${percent(threshold.value, 0)}`,
    unit: 'share',
    xLabel: xUnit(report.x),
    lines: report.algorithms.map((label, index) => ({
      ...{ label, index, failed: [] },
      seeds: [...(verdict.algorithms.find((one) => one.algorithm === label)?.reachedBySeed ?? [])].map(
        ([seed, run]) => ({ seed, ...(run.reached ? step(run.x) : { x: [from, to], y: [0, 0] }) }),
      ),
    })),
    ...{ width: 960, height: 240, direct: true, level: verdict.level, aggregate: 'mean', points: '', threshold: null },
  };
}

export const smallFigures = (report: Report): Markup[] =>
  recorded(report, [...besides, report.metric.replace(/[^/]+$/, 'chain_reached')])
    .filter((metric) => metric !== report.metric)
    .map((metric) => lineChart(chartOf(report, metric, 'small', null)));

export const gainFigures = (report: Report): Markup[] =>
  metricsLike(report.runs, 'gain/turn_<t>').map((metric) => lineChart(chartOf(report, metric, 'small', null)));

const recorded = (report: Report, names: readonly MetricName[]): MetricName[] =>
  names.filter((name) => report.runs.some((run) => own(run.series, name)?.value.some((value) => value !== null)));

/** What the charts need of a report. */
export interface Charted extends Pick<Report, 'algorithms' | 'x' | 'level' | 'aggregate'> {
  readonly runs: readonly Pick<ReportRun, 'name' | 'algorithm' | 'seed' | 'series' | 'failure'>[];
}

/** One metric of all runs; a metric that is not in the dictionary is shown under its name, without a unit. */
export function chartOf(
  charted: Charted,
  metric: MetricName,
  size: 'large' | 'small',
  threshold: number | null,
): LineChart {
  const width = pointsPerMean(charted.runs, metric, size);
  const known = findMetric(metric);
  return {
    title: known ? metricTitle(metric) : metric,
    unit: known?.unit ?? '',
    xLabel: xUnit(charted.x),
    lines: charted.algorithms.map((label, index) => line(charted, metric, label, index, width)),
    width: size === 'large' ? 960 : 310,
    height: size === 'large' ? 360 : 190,
    direct: size === 'large',
    level: charted.level ?? 0.95,
    // small charts are many, and a bootstrap of every point is slow
    aggregate: size === 'large' ? (charted.aggregate ?? 'mean') : 'mean',
    points: width > 1 ? (size === 'large' ? `means of ${width} consecutive points` : `means of ${width}`) : '',
    threshold,
  };
}

function line({ runs, x }: Charted, metric: MetricName, label: string, index: number, width: number): ChartLine {
  const curves = (failed: boolean) =>
    runs
      .filter((run) => run.algorithm === label && (run.failure !== null) === failed)
      .flatMap((run) => {
        const curve = curveOf(run, metric, x);
        return curve === null ? [] : [{ seed: run.seed, ...windowMeans(curve, width) }];
      });
  return { label, index, seeds: curves(false), failed: curves(true) };
}
