/** Trains the runs of an experiment for the command line, some at a time. */
import { dirname } from 'node:path';
import type { SessionReport } from '../trainer/session.ts';
import type { PlannedRun } from '../run-folder/experiment-folder.ts';
import { isRun, summarise } from '../run-folder/run-summary.ts';
import type { AttemptEnd, Engine } from './engine.ts';
import { localEngine } from './local.ts';
import { createScheduler } from './scheduler.ts';
import type { QueuedRun } from './scheduler.ts';

export interface Watcher {
  report(run: PlannedRun, report: SessionReport): void;
  /** `earlier`: the run had finished before, so nothing was done. */
  ended(run: PlannedRun, end: AttemptEnd | { readonly end: 'earlier' }): void;
}

export interface TrainingOptions {
  /** Runs at a time, over all devices. */
  readonly parallel: number;
  readonly codeVersion: string;
  readonly engine?: Engine;
}

export interface ExperimentTraining {
  /** Every session ends after its step in progress, and no other begins. */
  stop(): void;
  readonly ended: Promise<void>;
}

/** `parallel` counts the runs of all devices together, and the config has divided the cores: runs share the slots of
 *  one device. */
const slot = { device: 'any', threads: 1 } as const;

/** Begins or resumes the runs in order; those that have finished stay as they are. When a run is refused no other
 *  begins: its reason (device, checkpoint, files) would stop them all. */
export function trainExperiment(
  runs: readonly PlannedRun[],
  { parallel, codeVersion, engine = localEngine() }: TrainingOptions,
  watcher: Watcher,
): ExperimentTraining {
  const scheduler = createScheduler<QueuedRun & { readonly planned: PlannedRun }>({
    ...{ engine, codeVersion, slots: parallel },
    isOver: ({ folder }) => isRun(folder) && hasFinished(folder),
    events: {
      reported: ({ planned }, report) => watcher.report(planned, report),
      passedOver: ({ planned }) => watcher.ended(planned, { end: 'earlier' }),
      ended({ planned }, end) {
        if (end.end === 'refused') scheduler.drop(() => true);
        watcher.ended(planned, end);
      },
    },
  });
  scheduler.enqueue(
    runs.map((planned) => {
      const { folder, config } = planned;
      return { id: folder, folder, root: dirname(folder), config, ...slot, planned };
    }),
  );
  return { stop: scheduler.stopAll, ended: scheduler.idle() };
}

/** False if the folder cannot be read: the session will be refused with the reason. */
function hasFinished(folder: string): boolean {
  try {
    return summarise(folder).state === 'finished';
  } catch {
    return false;
  }
}
