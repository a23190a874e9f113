/** What is compared and how, read from the query of an address. Whatever is absent is as in a report. */
import { splitIds } from '../../../shared/ipc/ids.ts';
import { headlineMetric } from '../../../shared/metrics/evaluation.ts';
import { describeMetric, findMetric } from '../../../shared/metrics/names.ts';
import { aggregateNames } from '../../../shared/statistics/aggregate.ts';
import type { Aggregate } from '../../../shared/statistics/aggregate.ts';
import { xUnits } from '../../metrics/x-units.ts';

/** The defaults of a report, so that window and report agree. */
const usual = {
  metric: headlineMetric,
  unit: 'rollouts',
  level: 0.95,
  aggregate: 'mean',
} as const;

export const levels = [0.9, 0.95, 0.99] as const;

export interface ComparisonSettings {
  /** Ids of experiments and runs. */
  readonly of: readonly string[];
  readonly metric: string;
  /** Id of the unit of x. */
  readonly unit: string;
  /** In the metric's own unit; null for the verdict's own choice. */
  readonly threshold: number | null;
  readonly level: number;
  readonly aggregate: Aggregate;
  /** Label of the algorithm that differences are taken to; null for the leader. */
  readonly baseline: string | null;
}

export function comparisonSettings(query: URLSearchParams): ComparisonSettings {
  const metric = query.get('metric') ?? usual.metric;
  const unit = query.get('x') ?? '';
  const level = Number(query.get('level'));
  const threshold = Number(query.get('threshold') || NaN);
  const aggregate = aggregateNames.find((name) => name === query.get('aggregate'));
  return {
    of: splitIds(query.get('of') ?? ''),
    metric: hasDirection(metric) ? metric : usual.metric,
    unit: xUnits.some(({ id }) => id === unit) ? unit : usual.unit,
    threshold: Number.isFinite(threshold) ? threshold : null,
    level: (levels as readonly number[]).includes(level) ? level : usual.level,
    aggregate: aggregate ?? usual.aggregate,
    baseline: query.get('baseline') || null,
  };
}

/** Whether higher or lower is better: otherwise no algorithm can be ahead. */
export const hasDirection = (metric: string): boolean =>
  findMetric(metric) !== null && describeMetric(metric).better !== 'neither';

/** "45", "45 %" or "45,5" → 0.45 or 0.455 for a share, else the number itself. Null if it is not a number. */
export function thresholdOf(text: string, unit: string): number | null {
  const number = Number(text.replace('%', '').replace(',', '.').replace('−', '-').trim() || NaN);
  if (!Number.isFinite(number)) return null;
  return unit === 'share' ? Number((number / 100).toPrecision(12)) : number;
}

/** A threshold as it is typed: shares in per cent, without the sign. */
export const thresholdText = (value: number, unit: string): string =>
  String(Number((unit === 'share' ? value * 100 : value).toPrecision(4)));
