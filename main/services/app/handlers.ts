/** The contract's requests and streams, each handed to the service that answers it. */
import { devices } from '../../../shared/config/sections.ts';
import type { DeviceView, ReportFile } from '../../../shared/ipc/app-views.ts';
import type { AppContract } from '../../../shared/ipc/contract.ts';
import { outerId } from '../../../shared/ipc/ids.ts';
import { attemptStates } from '../../../shared/ipc/run-state.ts';
import type { Handlers } from '../../../shared/ipc/server.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import type { Store } from '../../store/open.ts';
import type { Probe } from '../../devices/probe.ts';
import { checkAnnotation, createAnnotator } from '../library/annotations.ts';
import type { Bin } from '../library/bin.ts';
import type { Keys } from '../../keys/keys.ts';
import { batches } from '../library/change-feed.ts';
import type { ChangeFeed } from '../library/change-feed.ts';
import type { Controller } from '../runs/control-runs.ts';
import { creditXray, groupCredit } from '../rollouts/credit.ts';
import { estimate } from '../runs/estimate.ts';
import { loadExperiment, presetNames } from '../../run-folder/experiments.ts';
import { idOf } from '../library/ids.ts';
import { importFolder } from '../library/import-folder.ts';
import { keepReport, keptReport } from '../reports/kept-reports.ts';
import type { Library } from '../library/library.ts';
import { createMachine } from './machine.ts';
import { streamOverview } from '../library/overview.ts';
import { streamRun } from '../library/run-detail.ts';
import { makeReport } from '../reports/reports.ts';
import { createOpenChunks } from '../rollouts/open-chunks.ts';
import { groupMembers, groupTree, rolloutColumns, rolloutView } from '../rollouts/rollouts.ts';
import { isRun, summarise } from '../../run-folder/run-summary.ts';
import { streamSeries } from '../library/series.ts';
import type { OpenSettings } from './settings.ts';
import type { Supervisor } from '../../engines/supervisor.ts';
import { warmStarts } from '../runs/warm-starts.ts';

export interface Services {
  readonly dataFolder: string;
  readonly store: Store;
  readonly library: Library;
  readonly bin: Bin;
  readonly supervisor: Supervisor;
  readonly controller: Controller;
  readonly changes: ChangeFeed;
  readonly settings: OpenSettings;
  readonly keys: Keys;
  readonly tryDevice: (device: string) => Promise<Probe>;
}

export function createHandlers(services: Services): Handlers<AppContract> {
  const { dataFolder, store, library, bin, supervisor, controller, changes, settings, keys } = services;
  /** Devices are tried once per start: it takes seconds, and each try needs the whole machine. */
  let tried: Promise<DeviceView[]> | null = null;
  const annotate = createAnnotator(dataFolder, changes);
  const chunks = createOpenChunks();
  const machine = createMachine({ store, library, supervisor, dataFolder });

  return {
    overview: (_input, caller) => streamOverview(library, changes, caller),
    run: ({ run }, caller) => streamRun(store, library, changes, run, caller),
    series: (input, caller) => streamSeries(store, library, changes, input, caller),
    machine: (_input, caller) => machine(caller),
    async *settings(_input, caller) {
      const news = batches(settings.changes, caller, 0);
      do yield settings.current();
      while (!(await news.next()).done);
    },

    presets: () => presetNames().map((name) => ({ name, experiment: loadExperiment(name) as unknown as JsonObject })),
    warmStarts: () => warmStarts(),
    devices: () => (tried ??= tryAll(services.tryDevice)),
    estimate: ({ experiment }) => estimate(store, controller.runsOf(experiment), supervisor.slots),

    startExperiment: ({ experiment }) => ({ experiment: controller.startExperiment(experiment) }),
    readExperiment: ({ experiment: id }) => {
      const { experiment, problem } = library.experiment(id);
      if (experiment === null) throw new Error(problem ?? `${id}: cannot be read`);
      return experiment as unknown as JsonObject;
    },
    control({ runs, action }) {
      controller.control(runs, action);
      return null;
    },
    async annotate({ ids, ...change }) {
      const checked = checkAnnotation(change);
      await annotate(
        ids.map((id) => (library.isExperiment(id) ? library.experiment(id) : begun(id))),
        checked,
      );
      return null;
    },
    remove({ ids }) {
      const all = ids.flatMap((id) => (library.isExperiment(id) ? library.runsOf(id) : [begun(id).id]));
      const busy = all.find((id) => inUse.has(library.row(id).state));
      if (busy !== undefined)
        throw new Error(
          `${busy}: expected a run that nothing writes to, got one that is ${library.row(busy).state} — stop it first`,
        );
      const outer = ids.filter((id) => !ids.includes(outerId(id)) || id === outerId(id));
      const undo = bin.put([...new Set(outer)]);
      for (const name of new Set(outer.map(outerId))) library.look(name);
      return { undo };
    },
    restore({ undo }) {
      const ids = bin.restore(undo);
      for (const name of new Set(ids.map(outerId))) library.look(name);
      return null;
    },
    async importFolder({ folder }) {
      const id = idOf(dataFolder, await importFolder(dataFolder, store, folder));
      library.look(id);
      return { ids: [id] };
    },

    rollouts: ({ runs, ...asked }) =>
      rolloutColumns(
        store,
        runs.map((id) => library.run(id)),
        asked,
      ),
    rollout: ({ run, ...where }) => rolloutView(chunks, library.run(run), where),
    group: ({ run, ...where }) => groupMembers(chunks, library.run(run), where),
    tree: ({ run, ...where }) => groupTree(chunks, library.run(run), where),
    creditXray: ({ run, ...asked }, { signal }) => creditXray(library.run(run), asked, signal),
    groupCredit: ({ run, algorithms, ...where }) => groupCredit(chunks, library.run(run), where, algorithms),
    report: ({ ids, description, ...asked }): ReportFile => {
      const runs = ids.flatMap((id) => (library.isExperiment(id) ? library.runsOf(id) : [id]));
      const folders = runs.map((id) => library.run(id).folder).filter(isRun);
      const [only, ...others] = ids.filter((id) => library.isExperiment(id));
      const own = only !== undefined && others.length === 0 ? library.experimentRow(only).description : '';
      return makeReport(folders.map(summarise), { ...asked, description: description ?? own });
    },

    keptReport: ({ ids }) => keptReport(dataFolder, ids),
    keepReport({ ids, own }) {
      keepReport(dataFolder, ids, own);
      return null;
    },

    changeSettings(change) {
      settings.change(change);
      if (change.slots !== undefined) supervisor.slots = change.slots;
      return null;
    },

    keys: () => keys.view(),
    setKey({ name, value }) {
      keys.set(name, value);
      return null;
    },
    removeKey({ name }) {
      keys.remove(name);
      return null;
    },
  };

  /** A run that has a folder to move or to write in. */
  function begun(id: string) {
    const run = library.run(id);
    if (!isRun(run.folder))
      throw new Error(`${id}: expected a run that has begun, got one that is planned — choose its experiment`);
    return run;
  }
}

const inUse: ReadonlySet<string> = new Set(attemptStates);

/** One after the other: each try needs the whole machine. */
async function tryAll(tryDevice: (device: string) => Promise<Probe>): Promise<DeviceView[]> {
  const views: DeviceView[] = [];
  for (const name of devices) {
    const probe = await tryDevice(name);
    views.push(
      'problem' in probe
        ? { name, description: null, problem: probe.problem, gigaflops: null }
        : { name, ...probe, problem: null },
    );
  }
  return views;
}
