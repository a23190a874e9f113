/** Everything that the renderings of a report share: computed once, from the raw points. */
import type { MetricName } from '../metrics/metric.ts';
import { headlineMetric } from '../metrics/evaluation.ts';
import { describeMetric, metricTitle } from '../metrics/names.ts';
import { aggregates } from '../statistics/aggregate.ts';
import { rangeOf } from '../statistics/interval.ts';
import type { Estimate } from '../statistics/mean-interval.ts';
import { valueAt, finitePoints } from '../statistics/curve.ts';
import { verdictInParts } from '../statistics/verdict.ts';
import { atOnce } from '../util/at-once.ts';
import type { Verdict } from '../statistics/verdict.ts';
import { verdictParagraphs } from '../statistics/verdict-sentences.ts';
import type { VerdictParagraph } from '../statistics/verdict-sentences.ts';
import { configDifferences } from './config-difference.ts';
import type { ConfigDifference } from './config-difference.ts';
import { curveOf, xUnit } from './curves.ts';
import { methods } from './methods.ts';
import { splitParagraphs, splitVerdicts } from './splits.ts';
import type { SplitVerdict } from './splits.ts';
import type { Compared, Report } from './report.ts';

export interface Analysis {
  readonly verdict: Verdict;
  readonly paragraphs: readonly VerdictParagraph[];
  /** The other kinds of questions that were evaluated; empty if there are none. */
  readonly splits: readonly SplitVerdict[];
  /** As it reads in a sentence: "exact match (test)". */
  readonly metricName: string;
  /** Label → share of rollouts that reached the whole chain, at the end of the common range;
   *  absent where it was not measured. */
  readonly chainReached: ReadonlyMap<string, Estimate>;
  readonly differences: readonly ConfigDifference[];
  readonly methods: string;
}

export function analyse(report: Report): Analysis {
  const result = verdictOn(report);
  const metricName = nameInSentence(report.metric);
  const splits = splitVerdicts(report);
  return {
    verdict: result,
    paragraphs: [...verdictParagraphs(result), ...splitParagraphs(result, splits)],
    splits,
    metricName,
    chainReached: chainReached(report, result),
    differences: configDifferences(report.runs),
    methods: methods(report, result, metricName),
  };
}

/** Which algorithm is ahead. Throws RangeError for a metric of which neither more nor less is better. */
export const verdictOn = (compared: Compared): Verdict => atOnce(verdictOnInParts(compared));

/** The same, with a yield between parts of the work, for whoever has others to answer meanwhile. */
export function* verdictOnInParts(compared: Compared): Generator<undefined, Verdict> {
  const { runs, metric, x, threshold, level, aggregate } = compared;
  const { unit, better } = describeMetric(metric);
  if (better === 'neither')
    throw new RangeError(
      `report.metric: expected a metric with a better direction, got ${metric} — e.g. ${headlineMetric}`,
    );
  return yield* verdictInParts(
    runs.map((run) => ({
      algorithm: run.algorithm,
      seed: run.seed,
      curve: curveOf(run, metric, x),
      failure: run.failure,
    })),
    {
      metric: nameInSentence(metric),
      unit,
      better,
      xUnit: xUnit(x),
      ...(threshold === undefined ? {} : { threshold }),
      ...(level === undefined ? {} : { level }),
      ...(aggregate === undefined ? {} : { aggregate }),
    },
  );
}

/** "exact match (test)" */
export const nameInSentence = (metric: MetricName): string => {
  const { title } = describeMetric(metric);
  return metricTitle(metric).replace(title[0], title[0].toLowerCase());
};

/** The evaluation split's chain, beside the metric that is compared. */
function chainReached(report: Report, { range, algorithms, level, aggregate }: Verdict): Map<string, Estimate> {
  const chain = report.metric.replace(/[^/]+$/, 'chain_reached');
  if (range === null || chain === report.metric) return new Map();
  return new Map(
    algorithms.flatMap(({ algorithm, seeds }) => {
      const values = report.runs
        .filter((run) => run.algorithm === algorithm && seeds.includes(run.seed) && run.failure === null)
        .flatMap((run) => curveOf(run, chain, report.x) ?? [])
        .map((curve) => valueAt(finitePoints(curve), range[1]))
        .filter(Number.isFinite);
      return values.length === 0
        ? []
        : [[algorithm, aggregates[aggregate].estimate(values, level, rangeOf('share'))] as const];
    }),
  );
}
