/** Run folder → rows. Each slice reads what was appended since the last, in one transaction with the offsets it reached, so a
 *  crash at any instant neither loses nor repeats a row. What a folder says wrongly becomes a problem of its run. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isObject } from '../../shared/util/json.ts';
import { readManifest, runFiles } from '../run-folder/run-folder.ts';
import type { Manifest } from '../run-folder/run-folder.ts';
import type { Budget } from './budget.ts';
import { collectEvents } from './collect-events.ts';
import { collectMetrics } from './collect-metrics.ts';
import { collectRollouts } from './collect-rollouts.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';
import { updateRunFigures } from './run-figures.ts';
import type { Note } from '../run-folder/tail.ts';

export interface Slice {
  readonly runId: string;
  /** Something is new since the last call. */
  readonly changed: boolean;
  /** The run was read again from its start, because it was resumed or its files were cut: what was shown of it is void. */
  readonly restarted: boolean;
  /** The store has all that the folder held; if not, call again. */
  readonly complete: boolean;
}

/** Brings the store up to date with one run folder, as far as the budget allows. Events are always read, so that a run's state
 *  is true from the first slice on. Throws a sentence when the folder's config.json cannot be read, or when a copy of the run is in
 *  the store already. */
export function collectSlice(store: Store, folder: string, budget: Budget): Slice {
  const path = resolve(folder);
  const manifest = readManifest(path);
  const { id: runId } = manifest;
  const transaction = store.transaction((): Slice => {
    addRun(store, path, manifest);
    const { cut, changed, complete } = collectNew(store, path, runId, budget);
    if (!cut) return { runId, changed, complete, restarted: false };
    store.prepare('DELETE FROM run WHERE id = ?').run(runId);
    addRun(store, path, manifest);
    const again = collectNew(store, path, runId, budget);
    return { runId, changed: true, complete: again.complete, restarted: true };
  });
  return transaction.immediate(); // another process of ours may collect into the same store: it waits, instead of failing half-way
}

/** Makes sure the run has its row, under the folder where it lies now. */
function addRun(store: Store, folder: string, manifest: Manifest): void {
  const { id, config, configHash, codeVersion, device, created } = manifest;
  const known = prepared(store, 'SELECT folder FROM run WHERE id = ?').pluck().get(id) as string | undefined;
  if (known === folder) return;
  store.prepare('DELETE FROM run WHERE folder = ?').run(folder); // another run lay here before
  if (known === undefined) {
    const { name, seed, algorithm } = config;
    const values = [
      typeof name === 'string' ? name : null,
      Number.isSafeInteger(seed) ? seed : null,
      isObject(algorithm) && typeof algorithm.name === 'string' ? algorithm.name : null,
    ];
    store
      .prepare(`INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', 0, 0, 0)`)
      .run(id, folder, ...values, JSON.stringify(config), configHash, codeVersion, device, created);
  } else if (existsSync(runFiles(known).config))
    throw new Error(
      `run folder ${folder}: expected a run of its own, got a copy of ${known} — to keep both, give the copy another id in its config.json`,
    );
  else store.prepare('UPDATE run SET folder = ? WHERE id = ?').run(folder, id);
}

interface News {
  readonly changed: boolean;
  readonly complete: boolean;
  /** The files no longer continue what was read before, so nothing of it holds. */
  readonly cut: boolean;
}

const cut: News = { changed: true, complete: false, cut: true };

/** Reads what is new. */
function collectNew(store: Store, folder: string, runId: string, budget: Budget): News {
  const before = prepared(store, 'SELECT events_offset AS events, metrics_offset AS metrics FROM run WHERE id = ?').get(
    runId,
  ) as { events: number; metrics: number };
  const note = problemNoter(store, runId);
  const events = collectEvents(store, runId, runFiles(folder).events, before.events, note);
  // Events come first: a resume notes itself after it has cut metrics.jsonl, so a cut is seen here at the latest next time.
  if (events.cut || (events.resumed && before.events > 0)) return cut;
  const metrics = collectMetrics(store, runId, runFiles(folder).metrics, before.metrics, note, budget);
  if (metrics.cut) return cut;
  if (metrics.next > before.metrics || before.metrics === 0) updateRunFigures(store, runId);
  const chunks = metrics.complete ? collectRollouts(store, runId, folder, note, budget) : { added: 0, complete: false };
  prepared(store, 'UPDATE run SET events_offset = ?, metrics_offset = ? WHERE id = ?').run(
    events.next,
    metrics.next,
    runId,
  );
  return {
    changed: events.next > before.events || metrics.next > before.metrics || chunks.added > 0,
    complete: chunks.complete,
    cut: false,
  };
}

function problemNoter(store: Store, runId: string): Note {
  const insert = prepared(store, 'INSERT OR IGNORE INTO problem VALUES (?, ?)');
  return (sentence) => {
    insert.run(runId, sentence);
  };
}
