/** Which charts a report has. A chart whose metric no run recorded is left out; the compared one is always there. */
import { describeMetric, metricTitle } from '../metrics/names.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { Analysis } from './analysis.ts';
import { curveOf, metricsLike, windowMeans, xUnit } from './curves.ts';
import { lineChart } from './line-chart.ts';
import type { ChartLine, LineChart } from './line-chart.ts';
import type { Markup } from './markup.ts';
import type { Report, ReportRun } from './report.ts';

/** Beyond this many points a line of this width shows noise only. */
const mostPoints = { large: 120, small: 40 };

/** How many consecutive points are averaged into one, so that a chart of this size can be read; 1 draws them all. */
export function pointsPerMean(
  runs: readonly Pick<ReportRun, 'series'>[],
  metric: MetricName,
  size: 'large' | 'small',
): number {
  const longest = Math.max(1, ...runs.map((run) => run.series[metric]?.step.length ?? 0));
  return Math.ceil(longest / mostPoints[size]);
}

const besides = [
  'success',
  'gain/mean',
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
  chartOf(report, report.metric, 'large', verdict.threshold?.declared ? verdict.threshold.value : null);

export const smallFigures = (report: Report): Markup[] =>
  recorded(report, [...besides, report.metric.replace(/[^/]+$/, 'chain_reached')])
    .filter((metric) => metric !== report.metric)
    .map((metric) => lineChart(chartOf(report, metric, 'small', null)));

export const gainFigures = (report: Report): Markup[] =>
  metricsLike(report.runs, 'gain/turn_<t>').map((metric) => lineChart(chartOf(report, metric, 'small', null)));

const recorded = (report: Report, names: readonly MetricName[]): MetricName[] =>
  names.filter((name) => report.runs.some((run) => run.series[name]?.value.some((value) => value !== null)));

function chartOf(report: Report, metric: MetricName, size: 'large' | 'small', threshold: number | null): LineChart {
  const width = pointsPerMean(report.runs, metric, size);
  return {
    title: metricTitle(metric),
    unit: describeMetric(metric).unit,
    xLabel: xUnit(report.x),
    lines: report.algorithms.map((label, index) => line(report, metric, label, index, width)),
    width: size === 'large' ? 960 : 310,
    height: size === 'large' ? 360 : 190,
    direct: size === 'large',
    level: report.level ?? 0.95,
    points: width > 1 ? (size === 'large' ? `means of ${width} consecutive points` : `means of ${width}`) : '',
    threshold,
  };
}

function line(report: Report, metric: MetricName, label: string, index: number, width: number): ChartLine {
  const curves = (failed: boolean) =>
    report.runs
      .filter((run) => run.algorithm === label && (run.failure !== null) === failed)
      .flatMap((run) => curveOf(run, metric, report.x) ?? [])
      .map((curve) => windowMeans(curve, width));
  return { label, index, seeds: curves(false), failed: curves(true) };
}
