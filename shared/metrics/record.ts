/** One line of metrics.jsonl: the values of one step. */
import type { MetricName } from './metric.ts';

export interface MetricsRecord {
  readonly step: number;
  /** Seconds since the epoch; absent where the writer had no clock. */
  readonly time?: number;
  /** Null where the value was not finite. */
  readonly values: Readonly<Record<MetricName, number | null>>;
}

/** A record of a step's values: what is not finite becomes null and is counted in `record/non_finite`. */
export function metricsRecord(
  step: number,
  values: Readonly<Record<MetricName, number>>,
  time?: number,
): MetricsRecord {
  checkStep('metricsRecord', step);
  const entries = Object.entries(values).map(([name, value]) => [name, Number.isFinite(value) ? value : null] as const);
  const nonFinite = entries.filter(([, value]) => value === null).length;
  return {
    step,
    ...(time === undefined ? {} : { time }),
    values: { ...Object.fromEntries(entries), 'record/non_finite': nonFinite },
  };
}

/** One line without its newline, as JSON. */
export const formatMetricsLine = (record: MetricsRecord): string => JSON.stringify(record);

/** The record of one line. Names are not checked: an imported run may have its own. Throws SyntaxError or TypeError. */
export function parseMetricsLine(line: string, where = 'metrics.jsonl'): MetricsRecord {
  const data: unknown = JSON.parse(line);
  if (!isObject(data) || !isObject(data['values']))
    throw new TypeError(`${where}: expected an object with step and values, got ${line.slice(0, 60)}`);
  const { step, time, values } = data;
  checkStep(where, step);
  if (time !== undefined && typeof time !== 'number')
    throw new TypeError(`${where}: expected time in seconds, got ${String(time)}`);
  for (const [name, value] of Object.entries(values as object))
    if (value !== null && typeof value !== 'number')
      throw new TypeError(`${where}: expected a number or null for ${name}, got ${JSON.stringify(value)}`);
  return { step, ...(time === undefined ? {} : { time }), values: values as Record<string, number | null> };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkStep(where: string, step: unknown): asserts step is number {
  if (!Number.isInteger(step) || (step as number) < 0)
    throw new TypeError(`${where}: expected step as an integer ≥ 0, got ${String(step)}`);
}
