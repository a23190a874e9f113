/** Metric series as rows of 1024 points: a million points are read in milliseconds, and a poll rewrites 16 kB a
 *  metric. */
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';

/** One metric of one run, in the order it was journaled. NaN where the journal has null. */
export interface Series {
  readonly step: Float64Array;
  readonly value: Float64Array;
}

const pointsPerChunk = 1024;

/** Appends points to a series. */
export function appendPoints(store: Store, runId: string, name: string, points: Series): void {
  const last = prepared(
    store,
    'SELECT chunk, step, value FROM metric_chunk WHERE run_id = ? AND name = ? ORDER BY chunk DESC LIMIT 1',
  ).get(runId, name) as { chunk: number; step: Buffer; value: Buffer } | undefined;
  const write = prepared(
    store,
    'INSERT OR REPLACE INTO metric_chunk (run_id, name, chunk, step, value) VALUES (?, ?, ?, ?, ?)',
  );
  const first = last?.chunk ?? 0;
  const step = concat([...(last ? [column(last.step)] : []), points.step]);
  const value = concat([...(last ? [column(last.value)] : []), points.value]);
  for (let chunk = 0; chunk * pointsPerChunk < step.length; chunk++) {
    const [start, end] = [chunk * pointsPerChunk, (chunk + 1) * pointsPerChunk];
    write.run(runId, name, first + chunk, blob(step.subarray(start, end)), blob(value.subarray(start, end)));
  }
}

/** A series from its point `skip` on, for a chart that has the points before. Empty for a metric that the run lacks. */
export function runMetrics(store: Store, runId: string, name: string, skip = 0): Series {
  const first = Math.floor(skip / pointsPerChunk);
  const chunks = prepared(
    store,
    'SELECT step, value FROM metric_chunk WHERE run_id = ? AND name = ? AND chunk >= ? ORDER BY chunk',
  ).all(runId, name, first) as { step: Buffer; value: Buffer }[];
  const skipped = skip - first * pointsPerChunk;
  return {
    step: concat(chunks.map(({ step }) => column(step))).subarray(skipped),
    value: concat(chunks.map(({ value }) => column(value))).subarray(skipped),
  };
}

/** The newest value of a series, NaN where the journal has null; null for a metric that the run lacks. */
export function lastMetric(store: Store, runId: string, name: string): number | null {
  const value = prepared(
    store,
    'SELECT value FROM metric_chunk WHERE run_id = ? AND name = ? ORDER BY chunk DESC LIMIT 1',
  )
    .pluck()
    .get(runId, name) as Buffer | undefined;
  return value === undefined ? null : (column(value).at(-1) ?? null);
}

/** Names of the metrics a run has, sorted. */
export function metricNames(store: Store, runId: string): string[] {
  return store
    .prepare('SELECT DISTINCT name FROM metric_chunk WHERE run_id = ? ORDER BY name')
    .pluck()
    .all(runId) as string[];
}

// A copy, because a float64 view needs bytes that begin at a multiple of 8.
const column = (bytes: Buffer): Float64Array => new Float64Array(new Uint8Array(bytes).buffer);

const blob = (values: Float64Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

function concat(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
