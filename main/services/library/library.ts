/** The experiments and runs of a data folder as the window lists them, kept current. The folders are the truth, the store an index of them,
 *  and this the picture of both together with what the supervisor is doing. It opens with what the store says and looks at the folders
 *  afterwards, again and again, in slices. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ExperimentRow, RunRow } from '../../../shared/ipc/views.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import type { Store } from '../../store/open.ts';
import { runSummaries } from '../../store/run-summaries.ts';
import { lastFailure, listRuns, plannedSteps, runConfig } from '../../store/runs.ts';
import type { ChangeFeed } from './change-feed.ts';
import { createEntryReader } from './entry-reader.ts';
import type { PlannedRun } from '../../run-folder/experiment-folder.ts';
import { createVerdicts } from '../reports/experiment-verdict.ts';
import { experimentFile } from '../../run-folder/experiments.ts';
import { idOf } from './ids.ts';
import { fileStamp, readableAnnotation, rowOf, stateOf } from './run-entry.ts';
import type { Entry } from './run-entry.ts';
import { isRun } from '../../run-folder/run-summary.ts';
import { inFull, openShelf, readOutline } from './shelf.ts';
import type { KnownExperiment, Shelf } from './shelf.ts';
import type { Heavy } from './slices.ts';
import type { Supervisor } from '../../engines/supervisor.ts';

export interface KnownRun {
  readonly id: string;
  readonly folder: string;
  /** Id of its experiment; null for a run that lies alone. */
  readonly experiment: string | null;
  /** Its id in the store; null before it has begun. */
  readonly storeId: string | null;
  /** Another number than before when what was read of it before is void, as after a resume. */
  readonly generation: number;
  /** Seconds from its newest line to its row; null before one was collected while it was written. */
  readonly lag: number | null;
}

export interface Library {
  /** Looks at every folder once, step by step: finds those that came or went, and reads what is new. */
  pass(): Generator<Heavy | undefined>;
  /** Runs whose folder holds more than the store has yet. */
  readonly backlog: number;
  /** Looks at one folder of the data folder, which came, changed or went. */
  look(name: string): void;
  /** Reads what is new in one run, for at most a slice, and tells what changed. False: there is more. */
  collect(id: string): boolean;
  /** Of everything: experiments first. */
  ids(): string[];
  experiments(): ExperimentRow[];
  runs(): RunRow[];
  /** Runs that a process writes to, here or elsewhere. */
  running(): KnownRun[];
  /** Ids of an experiment's runs in its own order. */
  runsOf(experiment: string): string[];
  /** Throw RangeError when there is none. */
  experiment(id: string): KnownExperiment;
  run(id: string): KnownRun;
  row(id: string): RunRow;
  experimentRow(id: string): ExperimentRow;
  /** What its experiment plans it to be; null for a run that its experiment does not plan, or that lies alone. */
  planned(id: string): PlannedRun | null;
  /** Resolved config of a run. */
  config(id: string): JsonObject;
  has(id: string): boolean;
  isExperiment(id: string): boolean;
}

export interface LibraryOptions {
  readonly dataFolder: string;
  readonly store: Store;
  readonly supervisor: Pick<Supervisor, 'attempt' | 'failure'>;
  readonly changes: ChangeFeed;
}

/** A folder that changed less than this ago may change again without another time of change. */
const settledMs = 3000;

export function openLibrary({ dataFolder, store, supervisor, changes }: LibraryOptions): Library {
  const shelves = new Map<string, Shelf>();
  const entries = new Map<string, Entry>();
  /** Runs by their experiment. */
  const within = new Map<string, Map<string, Entry>>();
  const reader = createEntryReader(store, supervisor);
  const { backlog } = reader;
  const verdicts = createVerdicts(store);
  const known = new Map(listRuns(store).map((stored) => [stored.folder, stored]));
  const summaries = runSummaries(store);
  const steps = plannedSteps(store);

  function add(folder: string, shelf: Shelf | null, present: boolean): Entry {
    const stored = (present ? known.get(folder) : undefined) ?? null;
    const entry: Entry = {
      ...{ id: idOf(dataFolder, folder), folder, shelf, stored, present, generation: reader.nextGeneration() },
      steps: stored === null ? NaN : (steps.get(stored.id) ?? NaN),
      summary: stored === null ? null : (summaries.get(stored.id) ?? null),
      ...{ stamp: '', suspect: false, told: '', problem: null, lag: null },
    };
    reader.isNews(entry);
    entries.set(entry.id, entry);
    if (shelf) within.get(shelf.id)!.set(entry.id, entry);
    return entry;
  }

  function drop(entry: Entry): string[] {
    entries.delete(entry.id);
    backlog.delete(entry);
    if (entry.shelf) within.get(entry.shelf.id)?.delete(entry.id);
    return idsOf(entry);
  }

  function dropShelf(id: string): string[] {
    const gone = [...(within.get(id)?.values() ?? [])].flatMap(drop);
    shelves.delete(id);
    within.delete(id);
    verdicts.forget(id);
    return [...gone, id];
  }

  /** Brings the runs of a shelf up to its outline and its folder; returns the ids that came, changed or went. */
  function arrange(shelf: Shelf): string[] {
    const names = new Set(foldersIn(shelf.folder));
    const own = within.get(shelf.id)!;
    const wanted = [...shelf.places.keys(), ...[...names].filter((name) => !shelf.places.has(name))];
    const changed: string[] = [];
    const arranged = new Map<string, Entry>();
    for (const name of wanted) {
      const folder = join(shelf.folder, name);
      const id = idOf(dataFolder, folder);
      let entry = own.get(id);
      if (!entry && !shelf.places.has(name) && !known.has(folder) && !isRun(folder)) continue;
      if (!entry) {
        entry = add(folder, shelf, names.has(name));
        changed.push(id, shelf.id);
      } else {
        if (entry.present && !names.has(name)) {
          reader.vanish(entry);
          changed.push(...idsOf(entry));
        }
        entry.present = names.has(name);
        entry.suspect = true;
      }
      arranged.set(id, entry);
    }
    const gone = [...own.values()].filter((entry) => !arranged.has(entry.id)).flatMap(drop);
    within.set(shelf.id, arranged);
    return [...changed, ...gone];
  }

  function lookAtShelf(id: string, folder: string): string[] {
    const file = fileStamp(join(folder, experimentFile));
    const time = statSync(folder).mtimeMs;
    const known = shelves.get(id);
    if (known?.fileStamp === file && known.folderTime === time) return [];
    const shelf = known ?? openShelf(id, folder);
    const changed = known?.fileStamp === file ? [] : [id];
    if (!known) {
      shelves.set(id, shelf);
      within.set(id, new Map());
    } else if (known.fileStamp !== file) readOutline(shelf);
    shelf.fileStamp = file;
    changed.push(...arrange(shelf));
    shelf.folderTime = Date.now() - time > settledMs ? time : NaN;
    return changed;
  }

  /** One folder directly in the data folder. */
  function lookAt(name: string): string[] {
    const folder = join(dataFolder, name);
    const id = idOf(dataFolder, folder);
    if (existsSync(join(folder, experimentFile))) {
      const lone = entries.get(id);
      return [...(lone ? drop(lone) : []), ...lookAtShelf(id, folder)];
    }
    const gone = shelves.has(id) ? dropShelf(id) : [];
    const lone = entries.get(id);
    if (!known.has(folder) && !isRun(folder)) return lone ? [...gone, ...drop(lone)] : gone;
    if (lone) return gone;
    return [...gone, ...idsOf(add(folder, null, true))];
  }

  function missing(names: readonly string[]): string[] {
    const here = new Set(names.map((name) => idOf(dataFolder, join(dataFolder, name))));
    const lost = [...shelves.keys()].filter((id) => !here.has(id)).flatMap(dropShelf);
    const alone = [...entries.values()].filter(({ id, shelf }) => shelf === null && !here.has(id)).flatMap(drop);
    return [...lost, ...alone];
  }

  const sentenceOf = (entry: Entry) => (): string | null => (entry.stored ? lastFailure(store, entry.stored.id) : null);

  function experimentRow(shelf: Shelf): ExperimentRow {
    const { id, folder, outline, full } = shelf;
    return {
      ...{
        id,
        created: begun(shelf),
        description: outline.description,
        algorithms: outline.labels,
        seeds: outline.seeds,
      },
      name: outline.name || id,
      title: outline.title || id,
      runs: [...within.get(id)!.keys()],
      ...verdicts.of(id),
      problem: full?.problem ?? null,
      ...readableAnnotation(folder),
    };
  }

  /** A folder that was copied or imported is younger than its runs. */
  function begun({ id, created }: Shelf): string {
    const times = [...within.get(id)!.values()].flatMap(({ stored }) => stored?.created ?? []);
    return [created, ...times].reduce((first, time) => (time < first ? time : first));
  }

  const asKnown = ({ id, folder, shelf, stored, generation, lag }: Entry): KnownRun => ({
    ...{ id, folder, generation, lag },
    experiment: shelf?.id ?? null,
    storeId: stored?.id ?? null,
  });

  const planned = ({ shelf, folder }: Entry): PlannedRun | null =>
    (shelf && inFull(shelf).planned.get(basename(folder))) ?? null;

  const entryOf = (id: string): Entry => found(entries.get(id), 'a run', id);
  const shelfOf = (id: string): Shelf => found(shelves.get(id), 'an experiment', id);

  /** Its file, parsed: what a list does not show of it may be wrong. And who is ahead, once the journals of its runs are read. */
  function settle(shelf: Shelf): string[] {
    const unread = shelf.full === null;
    const { problem } = inFull(shelf);
    const runs = [...within.get(shelf.id)!.values()];
    const isNew = !runs.some((entry) => backlog.has(entry)) && verdicts.update(shelf.id, shelf.outline.labels, runs);
    return isNew || (unread && problem !== null) ? [shelf.id] : [];
  }

  const library: Library = {
    *pass() {
      const names = foldersIn(dataFolder);
      changes.tell(missing(names));
      for (const name of names) {
        changes.tell(attempted(() => lookAt(name)));
        yield;
      }
      for (const entry of [...entries.values()]) {
        if (entries.get(entry.id) === entry) changes.tell(reader.touch(entry) ? idsOf(entry) : []);
        yield;
      }
      for (const shelf of [...shelves.values()]) {
        if (shelves.get(shelf.id) === shelf) changes.tell(settle(shelf));
        yield 'heavy';
      }
    },
    get backlog() {
      return backlog.size;
    },
    look(name) {
      changes.tell([...missing(foldersIn(dataFolder)), ...attempted(() => lookAt(name))]);
    },
    collect(id) {
      const entry = entries.get(id);
      if (!entry) return true;
      entry.present = existsSync(entry.folder);
      if (reader.readNow(entry)) changes.tell(idsOf(entry));
      return !backlog.has(entry);
    },
    ids: () => [...shelves.keys(), ...entries.keys()],
    experiments: () => [...shelves.values()].map(experimentRow),
    runs: () => [...entries.values()].map((entry) => rowOf(entry, supervisor, sentenceOf(entry))),
    running: () =>
      [...entries.values()]
        .filter(({ id, stored }) => stored?.status === 'running' || supervisor.attempt(id) !== null)
        .filter((entry) => stateOf(entry, supervisor) === 'running')
        .map(asKnown),
    runsOf: (experiment) => [...within.get(shelfOf(experiment).id)!.keys()],
    experiment: (id) => inFull(shelfOf(id)),
    run: (id) => asKnown(entryOf(id)),
    row(id) {
      const entry = entryOf(id);
      return rowOf(entry, supervisor, sentenceOf(entry));
    },
    experimentRow: (id) => experimentRow(shelfOf(id)),
    planned: (id) => planned(entryOf(id)),
    config(id) {
      const entry = entryOf(id);
      if (entry.stored) return runConfig(store, entry.stored.id);
      return (planned(entry)?.config as JsonObject | undefined) ?? {};
    },
    has: (id) => entries.has(id) || shelves.has(id),
    isExperiment: (id) => shelves.has(id),
  };

  for (const name of foldersIn(dataFolder)) attempted(() => lookAt(name));
  known.clear(); // what comes later is read from its folder
  return library;
}

const idsOf = ({ id, shelf }: Entry): string[] => (shelf ? [id, shelf.id] : [id]);

function found<T>(one: T | undefined, what: string, id: string): T {
  if (one === undefined)
    throw new RangeError(`${id}: expected ${what} of this data folder, got none — it may have been removed`);
  return one;
}

/** Names of the folders in it; none where it is gone. */
function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isDirectory() && !one.name.startsWith('.'))
      .map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return [];
  }
}

/** A folder that goes away while it is looked at is missed by the next look. */
function attempted(look: () => string[]): string[] {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return [];
  }
}
