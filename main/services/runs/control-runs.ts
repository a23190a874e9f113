/** Begins experiments and controls their runs. */
import { availableParallelism } from 'node:os';
import { checkNew, expandRuns, parseExperiment } from '../../../shared/config/experiment.ts';
import type { Experiment, ExperimentRun } from '../../../shared/config/experiment.ts';
import type { runActions } from '../../../shared/ipc/contract.ts';
import { catalogues } from '../../../shared/train/catalogues.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import { freeExperimentFolder, plannedRuns, saveExperiment } from '../../run-folder/experiment-folder.ts';
import { idOf } from '../library/ids.ts';
import type { Library } from '../library/library.ts';
import { refuseLinks } from '../../files/own.ts';
import { configHash } from '../../run-folder/run-folder.ts';
import type { WaitingRun } from './kept-queue.ts';
import { isRun } from '../../run-folder/run-summary.ts';
import { shareCores } from '../../engines/share-cores.ts';
import type { QueuedRun } from '../../engines/scheduler.ts';
import type { Supervisor } from '../../engines/supervisor.ts';

export type RunAction = (typeof runActions)[number];

export interface Controller {
  /** The runs that this experiment would have if it started now. Throws a sentence when it does not parse. */
  runsOf(input: JsonObject): readonly ExperimentRun[];
  /** Makes the experiment's folder and queues its runs; returns its id. */
  startExperiment(input: JsonObject): string;
  /** A run of the queue as it is kept for the next start. */
  waiting(id: string): WaitingRun;
  /** Queues runs that waited when the services ended, except those that cannot go on any more or are others now. */
  queueAgain(runs: readonly WaitingRun[]): void;
  /** Acts on all runs that can, then throws a sentence about the others. */
  control(runs: readonly string[], action: RunAction): void;
}

export interface ControllerOptions {
  readonly dataFolder: string;
  readonly library: Library;
  readonly supervisor: Supervisor;
}

export function createController({ dataFolder, library, supervisor }: ControllerOptions): Controller {
  const asBegun = (input: JsonObject): Experiment =>
    shareCores(parseExperiment(input, catalogues), availableParallelism(), supervisor.slots);

  const hashes = new Map<string, string>();

  function queued(id: string): QueuedRun {
    const { state, failure } = library.row(id);
    if (state === 'finished')
      throw new Error(`${id}: expected a run that can go on, got one that has finished — clone its experiment`);
    if (supervisor.attempt(id) === null && (state === 'running' || state === 'paused'))
      throw new Error(
        `${id}: expected a run that nothing writes to, got one that another process trains — stop it there`,
      );
    const { folder, experiment } = library.run(id);
    refuseLinks(dataFolder, folder);
    const config = isRun(folder) ? null : (library.planned(id)?.config ?? null);
    const { device, threads } = library.config(id);
    if (typeof device !== 'string' || typeof threads !== 'number') {
      const why = failure ?? (experiment === null ? null : library.experiment(experiment).problem);
      throw new Error(why ?? `${id}: expected a config that names device and threads, got one that does not`);
    }
    return { id, folder, root: dataFolder, config, device, threads };
  }

  /** A long queue is saved with every run that leaves it, so hashes are computed once. A config never changes. */
  function waiting(id: string): WaitingRun {
    const hash = hashes.get(id) ?? configHash(library.config(id));
    hashes.set(id, hash);
    return { id, configHash: hash };
  }

  function act(id: string, action: RunAction): void {
    if (action === 'start') supervisor.enqueue([queued(id)]);
    else supervisor[action](library.run(id).id);
  }

  return {
    runsOf(input) {
      const experiment = asBegun(input);
      checkNew(experiment, catalogues);
      return expandRuns(experiment, catalogues);
    },
    startExperiment(input) {
      const experiment = asBegun(input);
      checkNew(experiment, catalogues);
      const folder = freeExperimentFolder(dataFolder, experiment.name);
      const planned = plannedRuns(folder, experiment); // throws before there is a folder
      saveExperiment(folder, experiment);
      const id = idOf(dataFolder, folder);
      library.look(id);
      supervisor.enqueue(planned.map((run) => queued(idOf(dataFolder, run.folder))));
      return id;
    },
    waiting,
    queueAgain(runs) {
      const able = runs.flatMap((run) => {
        try {
          return waiting(run.id).configHash === run.configHash ? [queued(run.id)] : [];
        } catch {
          return []; // it is gone or has ended elsewhere meanwhile: its row says so
        }
      });
      supervisor.enqueue(able);
    },
    control(runs, action) {
      const refused = runs.flatMap((id) => {
        try {
          act(id, action);
          return [];
        } catch (error) {
          return [(error as Error).message];
        }
      });
      if (refused.length === 0) return;
      const more = refused.length === 1 ? '' : ` · and ${refused.length - 1} more of ${runs.length} runs`;
      throw new Error(`${refused[0]}${more}`);
    },
  };
}
