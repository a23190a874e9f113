/** Runs as rows: what lists of runs show, and their events and problems. */
import type { EventKind } from '../run-folder/journal.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import type { RunStatus } from '../../shared/ipc/run-state.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';

export interface StoredRun {
  readonly id: string;
  readonly folder: string;
  /** Null where the config does not say. */
  readonly name: string | null;
  readonly seed: number | null;
  readonly algorithm: string | null;
  readonly configHash: string;
  readonly codeVersion: string;
  readonly device: string;
  /** ISO 8601. */
  readonly created: string;
  /** After its last event. A run that says `running` may have been killed: `lockHolder` of its folder knows. */
  readonly status: RunStatus;
  /** Last step with metrics; 0 before the first. */
  readonly step: number;
  /** How many things in its folder could not be read. */
  readonly problems: number;
}

export interface RunEvent {
  readonly time: string;
  readonly kind: EventKind;
  readonly detail: JsonObject;
}

const columns = `id, folder, name, seed, algorithm, config_hash AS configHash, code_version AS codeVersion, device, created,
  status, step, (SELECT count(*) FROM problem WHERE run_id = run.id) AS problems`;

/** All runs, newest first. */
export const listRuns = (store: Store): StoredRun[] =>
  prepared(store, `SELECT ${columns} FROM run ORDER BY created DESC, id`).all() as StoredRun[];

/** Null where there is no such run. */
export const findRun = (store: Store, runId: string): StoredRun | null =>
  (prepared(store, `SELECT ${columns} FROM run WHERE id = ?`).get(runId) as StoredRun | undefined) ?? null;

/** Number of steps in each run's config; NaN where it does not say. */
export function plannedSteps(store: Store): Map<string, number> {
  const rows = store.prepare(`SELECT id, json_extract(config, '$.train.steps') AS steps FROM run`).all();
  return new Map((rows as { id: string; steps: number | null }[]).map(({ id, steps }) => [id, Number(steps ?? NaN)]));
}

/** The resolved config of a run. Throws RangeError when there is no such run. */
export function runConfig(store: Store, runId: string): JsonObject {
  const text = store.prepare('SELECT config FROM run WHERE id = ?').pluck().get(runId) as string | undefined;
  if (text === undefined) throw new RangeError(`store: expected the id of a run, got ${runId}`);
  return JSON.parse(text) as JsonObject;
}

/** What happened to a run, in order. */
export function runEvents(store: Store, runId: string): RunEvent[] {
  const rows = store.prepare('SELECT time, kind, detail FROM event WHERE run_id = ? ORDER BY n').all(runId) as {
    time: string;
    kind: EventKind;
    detail: string;
  }[];
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as JsonObject }));
}

/** The sentence of the run's last failure; null where it has none. */
export function lastFailure(store: Store, runId: string): string | null {
  const row = prepared(
    store,
    `SELECT detail FROM event WHERE run_id = ? AND kind = 'failed' ORDER BY n DESC LIMIT 1`,
  ).get(runId) as { detail: string } | undefined;
  return row ? String((JSON.parse(row.detail) as JsonObject).message) : null;
}

/** What could not be read in a run's folder, as sentences. */
export function runProblems(store: Store, runId: string): string[] {
  return store
    .prepare('SELECT sentence FROM problem WHERE run_id = ? ORDER BY sentence')
    .pluck()
    .all(runId) as string[];
}

/** Removes a run from the store; its folder stays. */
export function forgetRun(store: Store, runId: string): void {
  store.prepare('DELETE FROM run WHERE id = ?').run(runId);
}
