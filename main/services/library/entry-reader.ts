/** Keeps the library's runs up to date with their folders: collects new lines into the store, one slice at a time. */
import { createBudget } from '../../store/budget.ts';
import { collectSlice } from '../../store/collect.ts';
import { lastMetric } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import { runFigures } from '../../store/run-figures.ts';
import { findRun, forgetRun, runConfig } from '../../store/runs.ts';
import { failureOf, stampOf, stateOf, stepsIn } from './run-entry.ts';
import type { Entry } from './run-entry.ts';
import { linkedPart } from '../../run-folder/run-folder.ts';
import { isRun } from '../../run-folder/run-summary.ts';
import type { Supervisor } from '../../engines/supervisor.ts';

export interface EntryReader {
  /** Runs whose folder holds more than the store has read; the library removes a run that it drops. */
  readonly backlog: Set<Entry>;
  /** A number that no run has had. */
  nextGeneration(): number;
  /** Reads what is new in the run: if it has finished, once; else whenever its files changed. Returns whether its row
   *  changed. */
  touch(entry: Entry): boolean;
  /** The same for a run whose folder is known to have changed. */
  readNow(entry: Entry): boolean;
  /** The run's folder is gone, but its experiment still plans it. A run that appears there later is read from its
   *  start. */
  vanish(entry: Entry): void;
  /** Marks the current state and failure as reported. Whether they differ from what was reported before. */
  isNews(entry: Entry): boolean;
}

/** For one run at a time: with a message of rows and the pass in the same turn, other calls wait about 15 ms. */
const sliceMs = 4;

export function createEntryReader(store: Store, supervisor: Pick<Supervisor, 'attempt' | 'failure'>): EntryReader {
  const backlog = new Set<Entry>();
  let generations = 0;
  const nextGeneration = (): number => ++generations;

  function touch(entry: Entry): boolean {
    if (!entry.present) return false;
    const isOver = entry.stored?.status === 'finished' && entry.experiment !== null && !backlog.has(entry);
    const changed = (!isOver || entry.recheck || entry.stamp === '') && read(entry);
    entry.recheck = false;
    return isNews(entry) || changed;
  }

  function readNow(entry: Entry): boolean {
    const changed = entry.present && read(entry);
    return isNews(entry) || changed;
  }

  /** Returns whether the row changed. */
  function read(entry: Entry): boolean {
    let stamp = '';
    try {
      stamp = stampOf(entry.folder);
      if (stamp === entry.stamp && !backlog.has(entry)) return false;
      if (!isRun(entry.folder)) {
        if (entry.stored === null) return false; // about to begin
        vanish(entry);
        return true;
      }
      // The first look is as short as it can be: the list of all runs comes before the curves of one.
      const budget = createBudget(entry.stored === null && entry.stamp === '' ? 0 : sliceMs);
      const { runId, changed, restarted, complete } = collectSlice(store, entry.folder, budget);
      entry.stamp = stamp;
      const caughtUp = complete && backlog.delete(entry);
      if (!complete) backlog.add(entry);
      const links = linkedPart(entry.folder);
      const isSame = links === entry.links;
      entry.links = links;
      return keep(entry, runId, changed || caughtUp, restarted) || !isSame;
    } catch (error) {
      backlog.delete(entry);
      const { code = null, message: said } = error as NodeJS.ErrnoException;
      const isFull = code === 'SQLITE_FULL' || code === 'ENOSPC';
      const message = isFull
        ? `${store.name}: the disk is full — free some space there; what runs write is listed then`
        : said;
      const isBusy = code !== null; // the disk or the index is at fault, not the folder: try again
      entry.stamp = isBusy ? '' : stamp;
      if (entry.problem === message) return false;
      entry.problem = message;
      return true;
    }
  }

  function keep(entry: Entry, runId: string, changed: boolean, restarted: boolean): boolean {
    const before = entry.stored;
    const isOther = before?.id !== runId;
    if (restarted || (before !== null && isOther)) entry.generation = nextGeneration();
    entry.stored = findRun(store, runId);
    const moved = before?.step !== entry.stored?.step || before?.status !== entry.stored?.status;
    if (!changed && !isOther && !moved && entry.problem === null) return false;
    entry.problem = null;
    entry.summary = runFigures(store, runId);
    if (isOther) entry.steps = stepsIn(runConfig(store, runId));
    else if (changed && !backlog.has(entry)) {
      const written = lastMetric(store, runId, 'time/written');
      entry.lag = written === null ? null : Math.max(0, Date.now() / 1000 - written);
    }
    return true;
  }

  function vanish(entry: Entry): void {
    if (entry.stored !== null) forgetRun(store, entry.stored.id);
    Object.assign(entry, {
      stored: null,
      summary: null,
      problem: null,
      links: null,
      stamp: '',
      generation: nextGeneration(),
    });
    backlog.delete(entry);
  }

  function isNews(entry: Entry): boolean {
    const state = stateOf(entry, supervisor);
    const now = `${state} ${failureOf(entry, state, supervisor, () => null)}`;
    if (now === entry.reported) return false;
    entry.reported = now;
    return true;
  }

  return { backlog, nextGeneration, touch, readNow, vanish, isNews };
}
