/** The experiments and runs of a data folder as the window lists them, kept current. The folders are the truth, the store an index of them,
 *  and this the picture of both together with what the supervisor is doing. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Experiment } from '../../shared/config/experiment.ts';
import type { ExperimentRow, RunRow, RunState } from '../../shared/ipc/views.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import { isObject } from '../../shared/util/json.ts';
import { collectRun } from '../store/collect.ts';
import type { Store } from '../store/open.ts';
import { runSummaries, runSummary } from '../store/run-summaries.ts';
import type { RunSummaryRow } from '../store/run-summaries.ts';
import { listRuns } from '../store/runs.ts';
import type { RunRow as StoredRun } from '../store/runs.ts';
import { lockHolder } from '../trainer/lock.ts';
import { annotationOf } from './annotations.ts';
import type { ChangeFeed } from './change-feed.ts';
import { plannedRuns } from './experiment-folder.ts';
import type { PlannedRun } from './experiment-folder.ts';
import { experimentFile, loadExperiment } from './experiments.ts';
import { idOf } from './ids.ts';
import { isRun } from './run-summary.ts';
import type { Supervisor } from './supervisor.ts';

export interface KnownExperiment {
  readonly id: string;
  readonly folder: string;
  readonly created: string;
  /** Null where its file cannot be read; `problem` says why. */
  readonly experiment: Experiment | null;
  readonly problem: string | null;
  readonly planned: readonly PlannedRun[];
}

export interface KnownRun {
  readonly id: string;
  readonly folder: string;
  readonly experiment: KnownExperiment | null;
  /** What its experiment plans it to be; null for a run that lies alone. */
  readonly planned: PlannedRun | null;
  /** Its id in the store; null before it has begun. */
  readonly storeId: string | null;
  /** Rises when what was read of it before is void, as after a resume. */
  readonly generation: number;
}

export interface Library {
  /** Looks for folders that have come or gone, and reads what is new in runs that may be growing. */
  refresh(): void;
  /** Reads what is new in one run. */
  collect(id: string): void;
  experiments(): ExperimentRow[];
  runs(): RunRow[];
  /** Throw RangeError when there is none. */
  experiment(id: string): KnownExperiment;
  run(id: string): KnownRun;
  row(id: string): RunRow;
  /** Resolved config of a run. */
  config(id: string): JsonObject;
  has(id: string): boolean;
  isExperiment(id: string): boolean;
}

interface Entry extends KnownRun {
  storeId: string | null;
  generation: number;
  stored: StoredRun | null;
  summary: RunSummaryRow | null;
  config: JsonObject | null;
  /** Why its folder cannot be read. */
  problem: string | null;
}

export interface LibraryOptions {
  readonly dataFolder: string;
  readonly store: Store;
  readonly supervisor: Pick<Supervisor, 'attempt' | 'failure'>;
  readonly changes: ChangeFeed;
}

export function openLibrary({ dataFolder, store, supervisor, changes }: LibraryOptions): Library {
  mkdirSync(dataFolder, { recursive: true });
  const experiments = new Map<string, KnownExperiment & { readonly stamp: number }>();
  const runs = new Map<string, Entry>();
  const fromStore = new Map(listRuns(store).map((stored) => [stored.folder, stored]));
  const summaries = runSummaries(store);

  function addRun(folder: string, experiment: KnownExperiment | null, planned: PlannedRun | null): string[] {
    const id = idOf(dataFolder, folder);
    const known = runs.get(id);
    if (known && known.experiment === experiment) return [];
    const stored = known?.stored ?? fromStore.get(folder) ?? null;
    runs.set(id, {
      ...{ id, folder, experiment, planned, stored, storeId: stored?.id ?? null, problem: null, config: null },
      generation: 0,
      summary: stored === null ? null : (summaries.get(stored.id) ?? null),
    });
    return [id];
  }

  function addExperiment(folder: string): string[] {
    const id = idOf(dataFolder, folder);
    const stamp = statSync(join(folder, experimentFile)).mtimeMs;
    if (experiments.get(id)?.stamp !== stamp) experiments.set(id, { ...readExperiment(id, folder), stamp });
    const known = experiments.get(id)!;
    const own = new Set(known.planned.map((run) => run.folder));
    const foreign = foldersIn(folder).filter((run) => !own.has(run) && isRun(run));
    return [
      ...known.planned.flatMap((run) => addRun(run.folder, known, run)),
      ...foreign.flatMap((run) => addRun(run, known, null)),
    ].flatMap((run) => [run, id]);
  }

  /** Finds folders; returns the ids that came, changed or went. */
  function scan(): string[] {
    const seen = new Set<string>();
    const changed = foldersIn(dataFolder).flatMap((folder) => {
      seen.add(idOf(dataFolder, folder));
      if (existsSync(join(folder, experimentFile))) return addExperiment(folder);
      return isRun(folder) ? addRun(folder, null, null) : [];
    });
    const gone = [...experiments.keys(), ...runs.keys()].filter((id) => !seen.has(id.split('/')[0]!));
    for (const id of gone) {
      experiments.delete(id);
      runs.delete(id);
    }
    return [...changed, ...gone];
  }

  /** Whether what the folder holds is new to the store; a folder that cannot be read gives the run a problem. */
  function collectEntry(entry: Entry): boolean {
    if (!isRun(entry.folder)) return false;
    try {
      const { runId, changed, restarted } = collectRun(store, entry.folder);
      if (restarted) entry.generation++;
      if (!changed && entry.storeId === runId && entry.stored !== null) return false;
      entry.storeId = runId;
      entry.stored = storedRun(store, runId);
      entry.summary = runSummary(store, runId);
      entry.problem = null;
      return true;
    } catch (error) {
      const { message } = error as Error;
      if (entry.problem === message) return false;
      entry.problem = message;
      return true;
    }
  }

  /** Others may write to it: another process of ours has sessions of its own. */
  const mayGrow = ({ stored }: Entry): boolean =>
    stored === null || stored.status === 'running' || stored.status === 'paused';

  function rowOf(entry: Entry): RunRow {
    const { id, folder, stored, planned, summary } = entry;
    const attempt = supervisor.attempt(id);
    const config = configOf(entry);
    const state = attempt?.state ?? stateOf(entry);
    const step = stored?.step ?? 0;
    const steps = numberIn(config, 'train', 'steps');
    const seconds = summary?.seconds ?? 0;
    const name = String(config.name ?? stored?.name ?? id);
    const parts = name.split('/');
    return {
      id,
      experiment: entry.experiment?.id ?? null,
      name,
      label: planned?.label ?? (parts.length === 3 ? parts[1]! : (stored?.algorithm ?? basename(folder))),
      algorithm: textIn(config, 'algorithm', 'name') ?? stored?.algorithm ?? '',
      seed: planned?.seed ?? stored?.seed ?? 0,
      device: stored?.device ?? String(config.device ?? ''),
      state,
      failure: entry.problem ?? supervisor.failure(id) ?? (state === 'failed' ? failureIn(store, stored) : null),
      created: stored?.created ?? null,
      step,
      steps,
      seconds,
      secondsLeft: state === 'running' && step > 0 ? (seconds / step) * Math.max(0, steps - step) : null,
      answerF1: summary?.answerF1 ?? null,
      exactMatch: summary?.exactMatch ?? null,
      sparkline: summary?.sparkline ?? new Float32Array(0),
      problems: (stored?.problems ?? 0) + (entry.problem === null ? 0 : 1),
      ...annotationOf(folder),
    };
  }

  function configOf(entry: Entry): JsonObject {
    entry.config ??= (entry.planned?.config as JsonObject | undefined) ?? storedConfig(store, entry.storeId);
    return entry.config;
  }

  function stateOf({ stored, folder, problem }: Entry): RunState {
    if (stored === null) return problem === null ? 'planned' : 'failed';
    if (stored.status !== 'running' && stored.status !== 'paused') return stored.status;
    return lockHolder(folder) === null ? 'interrupted' : stored.status;
  }

  const library: Library = {
    refresh() {
      const changed = scan();
      const grown = [...runs.values()].filter(mayGrow).filter(collectEntry);
      const active = [...runs.values()].filter(({ stored }) => stored?.status === 'running');
      changes.tell([...changed, ...[...grown, ...active].flatMap(idsOf)]);
    },
    collect(id) {
      const entry = runs.get(id);
      if (!entry) return;
      collectEntry(entry);
      changes.tell(idsOf(entry));
    },
    experiments: () => [...experiments.values()].map(experimentRow),
    runs: () => [...runs.values()].map(rowOf),
    experiment: (id) => found(experiments.get(id), 'experiment', id),
    run: (id) => found(runs.get(id), 'run', id),
    row: (id) => rowOf(found(runs.get(id), 'run', id)),
    config: (id) => configOf(found(runs.get(id), 'run', id)),
    has: (id) => runs.has(id) || experiments.has(id),
    isExperiment: (id) => experiments.has(id),
  };

  function experimentRow({ id, folder, created, experiment, problem }: KnownExperiment): ExperimentRow {
    return {
      id,
      name: experiment?.name ?? id,
      title: experiment?.title ?? id,
      description: experiment?.description ?? '',
      created,
      runs: [...runs.values()].filter((run) => run.experiment?.id === id).map((run) => run.id),
      algorithms: experiment?.algorithms.map(({ label }) => label) ?? [],
      seeds: experiment?.seeds ?? [],
      verdict: null,
      problem,
      ...annotationOf(folder),
    };
  }

  library.refresh();
  return library;

  function readExperiment(id: string, folder: string): KnownExperiment {
    const created = statSync(folder).birthtime.toISOString();
    try {
      const experiment = loadExperiment(`${folder}/`);
      return { id, folder, created, experiment, problem: null, planned: plannedRuns(folder, experiment) };
    } catch (error) {
      return { id, folder, created, experiment: null, problem: (error as Error).message, planned: [] };
    }
  }
}

const idsOf = (entry: KnownRun): string[] => (entry.experiment ? [entry.id, entry.experiment.id] : [entry.id]);

function found<T>(entry: T | undefined, what: string, id: string): T {
  if (entry === undefined)
    throw new RangeError(`${id}: expected an ${what} of this data folder, got none — it may have been removed`);
  return entry;
}

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory() && !one.name.startsWith('.'))
    .map(({ name }) => join(folder, name));

const storedRun = (store: Store, runId: string): StoredRun | null =>
  listRuns(store).find(({ id }) => id === runId) ?? null;

const storedConfig = (store: Store, runId: string | null): JsonObject => {
  const text = store.prepare('SELECT config FROM run WHERE id = ?').pluck().get(runId) as string | undefined;
  return text === undefined ? {} : (JSON.parse(text) as JsonObject);
};

function failureIn(store: Store, stored: StoredRun | null): string | null {
  const detail = store
    .prepare(`SELECT detail FROM event WHERE run_id = ? AND kind = 'failed' ORDER BY n DESC LIMIT 1`)
    .pluck()
    .get(stored?.id ?? '') as string | undefined;
  return detail === undefined ? null : String((JSON.parse(detail) as JsonObject).message);
}

const sectionOf = (config: JsonObject, section: string): JsonObject => {
  const value = config[section];
  return isObject(value) ? value : {};
};
const numberIn = (config: JsonObject, section: string, key: string): number => Number(sectionOf(config, section)[key]);
const textIn = (config: JsonObject, section: string, key: string): string | null => {
  const value = sectionOf(config, section)[key];
  return typeof value === 'string' ? value : null;
};
