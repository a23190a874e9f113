/** The experiments and runs of a data folder as the window lists them. The folders are the truth, the store an index of
 *  them; the library adds what the supervisor is doing. It opens with what the store says and then compares with the
 *  folders, again and again, in slices. */
import { existsSync } from 'node:fs';
import type { ExperimentRow, RunRow } from '../../../shared/ipc/views.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import type { Supervisor } from '../../engines/supervisor.ts';
import type { PlannedRun } from '../../run-folder/experiment-folder.ts';
import { indexedRuns } from '../../store/open-index.ts';
import type { IndexedRuns } from '../../store/open-index.ts';
import type { Store } from '../../store/open.ts';
import { lastFailure, runConfig } from '../../store/runs.ts';
import { createVerdicts } from '../reports/experiment-verdict.ts';
import type { ChangeFeed } from './change-feed.ts';
import { createEntryReader } from './entry-reader.ts';
import { experimentRow, inFull } from './experiment-folder.ts';
import type { ExperimentFolder, KnownExperiment } from './experiment-folder.ts';
import { createFolderIndex } from './folder-index.ts';
import { idsOf, plannedRun, problemsOf, rowOf, stateOf } from './run-entry.ts';
import type { Entry } from './run-entry.ts';
import type { Heavy } from './slices.ts';
import { storedEntries } from './stored-entries.ts';

export interface KnownRun {
  readonly id: string;
  readonly folder: string;
  /** Id of its experiment; null for a run outside any experiment. */
  readonly experiment: string | null;
  /** Its id in the store; null before it has begun. */
  readonly storeId: string | null;
  /** Changes when what was read of the run before is void, as after a resume. */
  readonly generation: number;
  /** Seconds from the writing of its newest line to its row; null before the first line that was collected live. */
  readonly lag: number | null;
}

export interface Library {
  /** Looks at every folder once, step by step: finds those that came or went, and reads what is new. */
  pass(): Generator<Heavy | undefined>;
  /** Number of runs whose folder holds more than the store has read. */
  readonly backlog: number;
  /** Looks at one folder of the data folder that came, changed or went. */
  look(name: string): void;
  /** Reads what is new in one run, for at most one slice, and reports changes. False if there is more to read. */
  collect(id: string): boolean;
  /** Ids of all experiments, then of all runs. */
  ids(): string[];
  experiments(): ExperimentRow[];
  runs(): RunRow[];
  /** Runs that a process writes to, here or elsewhere. */
  running(): KnownRun[];
  /** Ids of an experiment's runs in its own order. */
  runsOf(experiment: string): string[];
  /** These throw RangeError for an unknown id. */
  experiment(id: string): KnownExperiment;
  run(id: string): KnownRun;
  row(id: string): RunRow;
  experimentRow(id: string): ExperimentRow;
  /** What its experiment plans it to be; null for a run that its experiment does not plan, or that lies outside any. */
  planned(id: string): PlannedRun | null;
  /** Resolved config of a run. */
  config(id: string): JsonObject;
  /** What is wrong with a run beside what the store holds, as sentences. */
  problems(id: string): readonly string[];
  has(id: string): boolean;
  isExperiment(id: string): boolean;
  isRun(id: string): boolean;
}

export interface LibraryOptions {
  readonly dataFolder: string;
  readonly store: Store;
  /** What the store says of its runs; read if not given. */
  readonly indexed?: IndexedRuns;
  readonly supervisor: Pick<Supervisor, 'attempt' | 'failure'>;
  readonly changes: ChangeFeed;
}

export function openLibrary({
  dataFolder,
  store,
  indexed = indexedRuns(store),
  supervisor,
  changes,
}: LibraryOptions): Library {
  const reader = createEntryReader(store, supervisor);
  const { backlog } = reader;
  const verdicts = createVerdicts(store);
  const stored = storedEntries(indexed);
  const index = createFolderIndex(dataFolder, {
    create(id, folder, experiment, present) {
      const entry = stored.entry(id, folder, experiment, present, reader.nextGeneration());
      reader.isNews(entry);
      return entry;
    },
    knows: stored.has,
    vanished: reader.vanish,
    dropped: (entry) => void backlog.delete(entry),
    experimentDropped: verdicts.forget,
  });
  const { experiments, entries } = index;

  const entryOf = (id: string): Entry => found(entries.get(id), 'a run', id);
  const experimentOf = (id: string): ExperimentFolder => found(experiments.get(id), 'an experiment', id);

  const runRow = (entry: Entry): RunRow =>
    rowOf(entry, supervisor, () => (entry.stored ? lastFailure(store, entry.stored.id) : null));

  function rowOfExperiment(experiment: ExperimentFolder): ExperimentRow {
    const runs = index.runsOf(experiment.id).map((entry) => ({ id: entry.id, begun: entry.stored?.created ?? null }));
    return experimentRow(experiment, runs, verdicts.of(experiment.id));
  }

  /** Parses the experiment's file, of which a list shows only a part, and compares its runs once their journals are
   *  read. Returns whether its row changed. */
  function* settle(experiment: ExperimentFolder): Generator<Heavy, boolean> {
    const unread = experiment.full === null;
    const { problem } = inFull(experiment);
    yield 'heavy';
    const runs = index.runsOf(experiment.id);
    if (runs.some((entry) => backlog.has(entry))) return unread && problem !== null;
    const comparing = verdicts.update(experiment.id, experiment.outline.labels, runs);
    let step = comparing.next();
    for (; !step.done; step = comparing.next()) yield 'heavy';
    return step.value || (unread && problem !== null);
  }

  function folderNames(): readonly string[] {
    const { names, problem } = index.list();
    if (problem !== null) warnOnce(problem);
    return names;
  }

  const library: Library = {
    *pass() {
      const names = folderNames();
      changes.tell(index.dropOthers(names));
      for (const name of names) {
        changes.tell(attempted(() => index.look(name)));
        yield;
      }
      for (const entry of [...entries.values()]) {
        if (entries.get(entry.id) === entry) changes.tell(reader.touch(entry) ? idsOf(entry) : []);
        yield;
      }
      for (const experiment of [...experiments.values()]) {
        if (experiments.get(experiment.id) !== experiment) continue;
        if (yield* settle(experiment)) changes.tell([experiment.id]);
      }
    },
    get backlog() {
      return backlog.size;
    },
    look(name) {
      changes.tell([...index.dropOthers(folderNames()), ...attempted(() => index.look(name))]);
    },
    collect(id) {
      const entry = entries.get(id);
      if (!entry) return true;
      entry.present = existsSync(entry.folder);
      if (reader.readNow(entry)) changes.tell(idsOf(entry));
      return !backlog.has(entry);
    },
    ids: () => [...experiments.keys(), ...entries.keys()],
    experiments: () => [...experiments.values()].map(rowOfExperiment),
    runs: () => [...entries.values()].map(runRow),
    running: () =>
      [...entries.values()]
        .filter((entry) => entry.stored?.status === 'running' || supervisor.attempt(entry.id) !== null)
        .filter((entry) => stateOf(entry, supervisor) === 'running')
        .map(asKnown),
    runsOf: (experiment) => index.runsOf(experimentOf(experiment).id).map(({ id }) => id),
    experiment: (id) => inFull(experimentOf(id)),
    run: (id) => asKnown(entryOf(id)),
    row: (id) => runRow(entryOf(id)),
    experimentRow: (id) => rowOfExperiment(experimentOf(id)),
    planned: (id) => plannedRun(entryOf(id)),
    config(id) {
      const entry = entryOf(id);
      if (entry.stored) return runConfig(store, entry.stored.id);
      return (plannedRun(entry)?.config as JsonObject | undefined) ?? {};
    },
    problems: (id) => problemsOf(entryOf(id)),
    has: (id) => entries.has(id) || experiments.has(id),
    isExperiment: (id) => experiments.has(id),
    isRun: (id) => entries.has(id),
  };

  for (const name of folderNames()) attempted(() => index.look(name));
  stored.forget();
  return library;
}

const asKnown = ({ id, folder, experiment, stored, generation, lag }: Entry): KnownRun => ({
  ...{ id, folder, generation, lag },
  experiment: experiment?.id ?? null,
  storeId: stored?.id ?? null,
});

function found<T>(one: T | undefined, what: string, id: string): T {
  if (one === undefined)
    throw new RangeError(`${id}: expected ${what} of this data folder, got none — it may have been removed`);
  return one;
}

/** A folder that goes away during the look is handled by the next one. Any other trouble of one folder is said once and
 *  hides no other. */
function attempted(look: () => string[]): string[] {
  try {
    return look();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') warnOnce(message);
    return [];
  }
}

const warned = new Set<string>();
const mostWarnings = 100;

function warnOnce(sentence: string): void {
  if (warned.has(sentence) || warned.size === mostWarnings) return;
  warned.add(sentence);
  process.emitWarning(`data folder: ${sentence}`);
}
