/** Run folder → rows. Each slice reads what was appended since the last, in one transaction with the offsets reached:
 *  a crash neither loses nor repeats a row. What cannot be read becomes a problem of the run. */
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
  /** Whether anything is new since the last call. */
  readonly changed: boolean;
  /** Whether the run was read again from its start, because it was resumed or its files were cut. What was shown of it
   *  is void. */
  readonly restarted: boolean;
  /** Whether the store holds all that the folder held; if not, call again. */
  readonly complete: boolean;
}

/** Brings the store up to date with one run folder, within a budget. Events are always read, so that the run's state is
 *  right from the first slice on. Throws a sentence if config.json cannot be read, or if the store has a copy of the
 *  run. */
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
  return transaction.immediate(); // another process that collects into the same store waits instead of failing half-way
}

/** Makes sure that the run has a row, with the folder where it is now. */
function addRun(store: Store, folder: string, manifest: Manifest): void {
  const { id, config, configHash, codeVersion, device, created } = manifest;
  const known = prepared(store, 'SELECT folder FROM run WHERE id = ?').pluck().get(id) as string | undefined;
  if (known === folder) return;
  store.prepare('DELETE FROM run WHERE folder = ?').run(folder); // another run was here before
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
  /** Whether the files no longer continue what was read before, so that all of it is void. */
  readonly cut: boolean;
}

const cut: News = { changed: true, complete: false, cut: true };

/** Reads what is new. */
function collectNew(store: Store, folder: string, runId: string, budget: Budget): News {
  const before = prepared(store, 'SELECT events_offset AS events, metrics_offset AS metrics FROM run WHERE id = ?').get(
    runId,
  ) as { events: number; metrics: number };
  const note = problemNoter(store, runId);
  const events = collectEvents(store, runId, runFiles(folder).events, before.events, note, budget);
  // Events first: a resume cuts metrics.jsonl and then writes its event, so a cut is seen at the latest next time.
  if (events.cut || (events.resumed && before.events > 0)) return cut;
  const metrics = events.complete
    ? collectMetrics(store, runId, runFiles(folder).metrics, before.metrics, note, budget)
    : { next: before.metrics, cut: false, complete: false };
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

/** The first ones; a file of nothing else would make a row of each line. */
const mostProblems = 100;
const longestSentence = 1000;

function problemNoter(store: Store, runId: string): Note {
  const insert = prepared(store, 'INSERT OR IGNORE INTO problem VALUES (?, ?)');
  let noted = prepared(store, 'SELECT count(*) FROM problem WHERE run_id = ?').pluck().get(runId) as number;
  return (sentence) => {
    if (noted < mostProblems) noted += insert.run(runId, sentence.slice(0, longestSentence)).changes;
  };
}
