/** The values of one step as metrics.jsonl holds them. */
import type { MetricName } from './metric.ts';

/** What is not finite becomes null and is counted in `record/non_finite`. */
export function recorded(values: Readonly<Record<MetricName, number>>): Record<MetricName, number | null> {
  const entries = Object.entries(values).map(([name, value]) => [name, Number.isFinite(value) ? value : null] as const);
  const nonFinite = entries.filter(([, value]) => value === null).length;
  return { ...Object.fromEntries(entries), 'record/non_finite': nonFinite };
}
