/** Opens a data folder and answers the contract for it: what every host (window shell, web host) shares. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseExperiment } from '../../shared/config/experiment.ts';
import type { Settings } from '../../shared/ipc/app-views.ts';
import type { AppContract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/server.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import { openStore } from '../store/open.ts';
import { annotate } from './annotations.ts';
import { createChangeFeed } from './change-feed.ts';
import { codeVersion } from './code-version.ts';
import { freeExperimentFolder, plannedRuns, saveExperiment } from './experiment-folder.ts';
import { loadExperiment, presetNames } from './experiments.ts';
import { idOf } from './ids.ts';
import { openLibrary } from './library.ts';
import { streamMachine } from './machine.ts';
import type { StartProcess } from './own-process.ts';
import { streamOverview, streamRun } from './overview.ts';
import { streamSeries } from './series.ts';
import { readSettings, writeSettings } from './settings.ts';
import type { StoredSettings } from './settings.ts';
import { createSupervisor } from './supervisor.ts';
import { startTraining } from './training-process.ts';

export interface AppOptions {
  /** Where runs lie, unless the settings name another folder. */
  readonly dataFolder: string;
  readonly settingsFile: string;
  readonly readOnly?: boolean;
  /** How this host starts processes of its own; a plain fork unless said. */
  readonly startProcess?: StartProcess;
}

export interface App {
  readonly handlers: Handlers<AppContract>;
  readonly dataFolder: string;
  /** Stops every session with a checkpoint, then closes the store. */
  close(): Promise<void>;
}

/** How often folders that others may write to are looked at. */
const refreshMs = 1000;

export function openApp(options: AppOptions): App {
  const stored = readSettings(options.settingsFile);
  const dataFolder = resolve(stored.dataFolder ?? options.dataFolder);
  const settings = (): Settings => ({
    theme: 'system',
    slots: 1,
    device: 'cpu',
    ...readSettings(options.settingsFile),
    dataFolder,
    nextDataFolder: null,
    readOnly: options.readOnly ?? false,
    version: codeVersion(),
  });
  const changes = createChangeFeed();
  const settingsChanges = createChangeFeed();
  const version = codeVersion();
  const supervisor = createSupervisor({
    slots: settings().slots,
    codeVersion: version,
    start: (request, report) => startTraining(request, report, options.startProcess),
    changed: (id) => library.collect(id),
  });
  mkdirSync(dataFolder, { recursive: true });
  const store = openStore(join(dataFolder, '.index.sqlite'));
  const library = openLibrary({ dataFolder, store, supervisor, changes });
  const timer = setInterval(() => library.refresh(), refreshMs);

  const queue = (id: string): void => {
    const { folder, planned } = library.run(id);
    const { device, threads } = library.config(id);
    supervisor.enqueue([
      { id, folder, config: planned?.config ?? null, device: String(device), threads: Number(threads) },
    ]);
  };

  const handlers = {
    overview: (_input, emit, { signal }) => streamOverview(library, changes, emit, signal),
    run: ({ run }, emit, { signal }) => streamRun(store, library, changes, run, emit, signal),
    series: (input, emit, { signal }) => streamSeries(store, library, changes, input, emit, signal),
    machine: (_input, emit, { signal }) => streamMachine({ store, library, supervisor, dataFolder }, emit, signal),
    settings: (_input, emit, { signal }) => {
      emit(settings());
      settingsChanges.listen(() => emit(settings()), signal);
    },

    presets: () => presetNames().map((name) => ({ name, experiment: loadExperiment(name) as unknown as JsonObject })),
    startExperiment: ({ experiment: input }) => {
      const experiment = parseExperiment(input, catalogues);
      const folder = freeExperimentFolder(dataFolder, experiment.name);
      saveExperiment(folder, experiment);
      library.refresh();
      for (const run of plannedRuns(folder, experiment)) queue(idOf(dataFolder, run.folder));
      return { experiment: idOf(dataFolder, folder) };
    },
    readExperiment: ({ experiment: id }) => {
      const { experiment, problem } = library.experiment(id);
      if (experiment === null) throw new Error(problem ?? `${id}: cannot be read`);
      return experiment as unknown as JsonObject;
    },
    control: ({ runs, action }) => {
      for (const id of runs)
        if (action === 'start') queue(id);
        else supervisor[action](id);
      return null;
    },
    annotate: ({ ids, ...change }) => {
      for (const id of ids)
        annotate((library.isExperiment(id) ? library.experiment(id) : library.run(id)).folder, change);
      changes.tell(ids);
      return null;
    },
    changeSettings: (change) => {
      const next: StoredSettings = { ...readSettings(options.settingsFile), ...change };
      writeSettings(options.settingsFile, next);
      if (change.slots !== undefined) supervisor.slots = Math.max(1, change.slots);
      settingsChanges.tell(['settings']);
      return null;
    },
  } as Partial<Handlers<AppContract>> as Handlers<AppContract>;

  return {
    handlers,
    dataFolder,
    async close() {
      clearInterval(timer);
      await supervisor.close();
      store.close();
    },
  };
}
