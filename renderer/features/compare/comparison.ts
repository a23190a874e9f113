/** Everything that the Compare view shows, computed from raw points by the code that writes reports. */
import type { Drawn, LineChart } from '../../../shared/report/line-chart.ts';
import { chartBands } from '../../../shared/report/line-chart.ts';
import type { Charted } from '../../../shared/report/figures.ts';
import { evaluationOf } from '../../../shared/metrics/evaluation.ts';
import { chartOf } from '../../../shared/report/figures.ts';
import { counted, standingOf } from '../../../shared/report/counted.ts';
import { curveOf } from '../../../shared/report/curves.ts';
import { verdictOn } from '../../../shared/report/analysis.ts';
import type { Series } from '../../../shared/report/report.ts';
import { splitParagraphs, splitVerdicts } from '../../../shared/report/splits.ts';
import type { SplitVerdict } from '../../../shared/report/splits.ts';
import type { Verdict } from '../../../shared/statistics/verdict.ts';
import { verdictParagraphs } from '../../../shared/statistics/verdict-sentences.ts';
import type { VerdictParagraph } from '../../../shared/statistics/verdict-sentences.ts';
import { xUnit } from '../../metrics/x-units.ts';
import type { Points } from '../../state/follow-series.svelte.ts';
import type { ComparisonSettings } from '../../components/comparison/settings.ts';
import type { Chosen } from '../../components/comparison/chosen.ts';

export interface Compared {
  readonly verdict: Verdict;
  readonly paragraphs: readonly VerdictParagraph[];
  /** Of the other kinds of questions that were evaluated. */
  readonly splits: readonly SplitVerdict[];
  /** Last x of each run that counts. */
  readonly ends: readonly number[];
}

/** The runs in a report's form, each with those of the metrics that it has. */
export function chartedRuns(
  { runs, labels }: Chosen,
  { unit, level, aggregate }: Pick<ComparisonSettings, 'unit' | 'level' | 'aggregate'>,
  metrics: readonly string[],
  of: (run: string, metric: string) => Points,
): Charted {
  return {
    algorithms: labels,
    x: xUnit(unit).metric ?? 'step',
    level,
    aggregate,
    runs: counted(
      runs.map(({ id, label, seed, failure, state, step, steps }) => ({
        ...{ name: id, algorithm: label, seed, failure },
        ...{ ended: state === 'finished', standing: standingOf(state, step, steps) },
        series: Object.fromEntries(
          metrics.flatMap((metric) => {
            const points = of(id, metric);
            return points.x.length === 0 ? [] : [[metric, seriesOf(points)]];
          }),
        ),
      })),
    ),
  };
}

export function compared(
  charted: Charted,
  { metric, threshold }: Pick<ComparisonSettings, 'metric' | 'threshold'>,
): Compared {
  const asked = { ...charted, metric, ...(threshold === null ? {} : { threshold }) };
  const verdict = verdictOn(asked);
  const splits = splitVerdicts(asked);
  const ends = charted.runs.flatMap((run) =>
    run.failure === null ? (curveOf(run, metric, charted.x)?.x.at(-1) ?? []) : [],
  );
  return { verdict, splits, paragraphs: [...verdictParagraphs(verdict), ...splitParagraphs(verdict, splits)], ends };
}

/** The metric on every split that was evaluated; empty if it is none of an evaluation. */
export function onEverySplit(metric: string, available: readonly string[]): string[] {
  const asked = evaluationOf(metric);
  return asked === null ? [] : available.filter((name) => evaluationOf(name)?.on(asked.split) === metric);
}

/** How charts mark the end of a run that failed. */
export const failedMark = '● failed';

/** A chart as a report draws it, and its bands. */
export function drawn(charted: Charted, metric: string, size: 'large' | 'small'): { chart: LineChart; bands: Drawn } {
  const chart = chartOf(charted, metric, size, null);
  return { chart, bands: chartBands(chart) };
}

const known = new WeakMap<Float64Array, Series>();

function seriesOf({ x, y }: Points): Series {
  const found = known.get(y);
  if (found) return found;
  const series = { step: [...x], value: Array.from(y, (value) => (Number.isFinite(value) ? value : null)) };
  known.set(y, series);
  return series;
}
