/** What a list of runs shows of each. Computed when metrics are collected, so that listing a thousand runs reads no
 *  series. */
import { headlineMetric } from '../../shared/metrics/evaluation.ts';
import { runMetrics } from './metrics.ts';
import type { Series } from './metrics.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';

export interface RunFigures {
  /** Mean over the training rollouts of the last step; null before the first. */
  readonly answerF1: number | null;
  /** Exact match at the last evaluation; null before the first. */
  readonly exactMatch: number | null;
  /** Training time so far; 0 before the first step. */
  readonly seconds: number;
  /** Answer F1 over the run, NaN in gaps. */
  readonly sparkline: Float32Array;
}

const sparklinePoints = 48;

/** Computes the figures of a run anew from its series. */
export function updateRunFigures(store: Store, runId: string): void {
  const answerF1 = runMetrics(store, runId, 'score/answer_f1');
  const sparkline = thinned(answerF1);
  prepared(store, 'INSERT OR REPLACE INTO run_summary VALUES (?, ?, ?, ?, ?)').run(
    runId,
    lastFinite(answerF1),
    lastFinite(runMetrics(store, runId, headlineMetric)),
    lastFinite(runMetrics(store, runId, 'total/seconds')),
    Buffer.from(sparkline.buffer, sparkline.byteOffset, sparkline.byteLength),
  );
}

export function allRunFigures(store: Store): Map<string, RunFigures> {
  const rows = store
    .prepare(
      'SELECT run_id AS id, answer_f1 AS answerF1, exact_match AS exactMatch, seconds, sparkline FROM run_summary',
    )
    .all() as StoredRow[];
  return new Map(rows.map((row) => [row.id, figuresOf(row)]));
}

/** Null for a run whose metrics were never collected. */
export function runFigures(store: Store, runId: string): RunFigures | null {
  const row = prepared(
    store,
    'SELECT run_id AS id, answer_f1 AS answerF1, exact_match AS exactMatch, seconds, sparkline FROM run_summary WHERE run_id = ?',
  ).get(runId) as StoredRow | undefined;
  return row ? figuresOf(row) : null;
}

interface StoredRow {
  readonly id: string;
  readonly answerF1: number | null;
  readonly exactMatch: number | null;
  readonly seconds: number | null;
  readonly sparkline: Buffer;
}

const figuresOf = ({ answerF1, exactMatch, seconds, sparkline }: StoredRow): RunFigures => ({
  answerF1,
  exactMatch,
  seconds: seconds ?? 0,
  sparkline: new Float32Array(new Uint8Array(sparkline).buffer),
});

const lastFinite = ({ value }: Series): number | null => value.findLast((one) => !Number.isNaN(one)) ?? null;

/** Means of equal parts of the series; the series itself when it is short. */
function thinned({ value }: Series): Float32Array {
  if (value.length <= sparklinePoints) return Float32Array.from(value);
  return Float32Array.from({ length: sparklinePoints }, (_, i) => {
    const part = value.subarray(
      Math.floor((i * value.length) / sparklinePoints),
      Math.floor(((i + 1) * value.length) / sparklinePoints),
    );
    return part.reduce((total, one) => total + one, 0) / part.length;
  });
}
