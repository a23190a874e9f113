/** Trains the runs of an experiment, some at a time, each in its own process. */
import type { SessionReport } from '../trainer/session.ts';
import type { PlannedRun } from '../run-folder/experiment-folder.ts';
import { isRun, summarise } from '../run-folder/run-summary.ts';
import { startTraining } from './training-process.ts';
import type { ProcessEnd, TrainingProcess } from './training-process.ts';

export interface Watcher {
  report(run: PlannedRun, report: SessionReport): void;
  /** `earlier`: it had finished before, nothing was done. */
  ended(run: PlannedRun, end: ProcessEnd | { readonly end: 'earlier' }): void;
}

export interface ExperimentTraining {
  /** Every session ends after its step in progress, and no other begins. */
  stop(): void;
  readonly ended: Promise<void>;
}

/** Runs that have finished are left as they are, others go on or begin, in order. When a run is refused no other begins: what stopped it
 *  (device, checkpoint, files) stops them all. */
export function trainExperiment(
  runs: readonly PlannedRun[],
  { parallel, codeVersion }: { readonly parallel: number; readonly codeVersion: string },
  watcher: Watcher,
): ExperimentTraining {
  const queue = [...runs];
  const active = new Set<TrainingProcess>();

  async function work(): Promise<void> {
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      const exists = isRun(run.folder);
      if (exists && hasFinished(run.folder)) {
        watcher.ended(run, { end: 'earlier' });
        continue;
      }
      const started = run;
      const session = startTraining({ folder: run.folder, config: exists ? null : run.config, codeVersion }, (report) =>
        watcher.report(started, report),
      );
      active.add(session);
      const end = await session.ended;
      active.delete(session);
      if (end.end === 'refused') queue.length = 0;
      watcher.ended(run, end);
    }
  }

  return {
    stop() {
      queue.length = 0;
      for (const session of active) session.stop();
    },
    ended: Promise.all(Array.from({ length: parallel }, work)).then(() => undefined),
  };
}

/** A folder that cannot be read has not: its session will be refused with the reason. */
function hasFinished(folder: string): boolean {
  try {
    return summarise(folder).state === 'finished';
  } catch {
    return false;
  }
}
