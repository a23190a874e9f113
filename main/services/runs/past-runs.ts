/** Runs that this machine has trained, as an estimate needs them: how long a step took, and what it wrote. */
import { lstatSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { RunConfig } from '../../../shared/config/run-config.ts';
import { stepShape } from '../../../shared/train/step-cost.ts';
import type { StepShape, StepTime } from '../../../shared/train/step-cost.ts';
import { mean, median } from '../../../shared/util/math.ts';
import { isOfAnotherMachine } from '../../devices/facts.ts';
import { namesIn } from '../../files/list.ts';
import { runFiles } from '../../run-folder/run-folder.ts';
import { runMetrics } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import { listRuns, runConfig } from '../../store/runs.ts';
import type { StoredRun } from '../../store/runs.ts';
import { checkpointsOf } from './checkpoints.ts';

export interface PastRun {
  readonly stored: StoredRun;
  readonly config: RunConfig;
  readonly shape: StepShape;
  readonly spent: StepTime;
  readonly secondsPerStep: number;
  /** Largest memory in use, bytes; null if the run did not journal it. */
  readonly memoryBytes: number | null;
}

/** Number of newest runs that are read. */
const mostRuns = 200;

/** Runs of this machine that have done steps, newest first. */
export function pastRuns(store: Store): PastRun[] {
  const processor = cpus()[0]?.model.trim() ?? '';
  return listRuns(store)
    .filter(({ step }) => step > 0)
    .slice(0, mostRuns)
    .flatMap((stored) => {
      const config = runConfig(store, stored.id) as unknown as RunConfig;
      const isElsewhere = isOfAnotherMachine(config.device, stored.device, processor);
      const secondsPerStep = isElsewhere || !isWhole(config) ? null : pace(store, stored.id);
      return secondsPerStep === null
        ? []
        : [
            {
              ...{ stored, config, secondsPerStep, memoryBytes: memoryOf(store, stored.id) },
              ...{ shape: stepShape(config), spent: spentBy(store, stored.id) },
            },
          ];
    });
}

/** Whether the config has the sections that are compared here; one of an older version or another framework may lack
 *  some. */
const isWhole = ({ algorithm, model, rollout, train, world }: Partial<RunConfig>): boolean =>
  [algorithm, model, rollout, train, world].every((section) => typeof section === 'object' && section !== null);

/** Mean seconds from line to line of the journal, with evaluations but without pauses (waits of over 20 medians). Null
 *  before two lines. */
function pace(store: Store, runId: string): number | null {
  const { value } = runMetrics(store, runId, 'time/written');
  const waits = [...value.subarray(1)].map((time, i) => time - value[i]).filter((wait) => wait >= 0);
  if (waits.length === 0) return null;
  const most = 20 * median(waits);
  const counted = waits.filter((wait) => wait <= most);
  return counted.reduce((sum, wait) => sum + wait, 0) / counted.length;
}

/** The share of rollouts is 0.5 if the journal does not say. */
function spentBy(store: Store, runId: string): StepTime {
  const meanOf = (name: string, otherwise: number): number => {
    const values = runMetrics(store, runId, name).value.filter((one) => !Number.isNaN(one));
    return values.length === 0 ? otherwise : mean(values);
  };
  return {
    rolloutShare: Math.min(1, meanOf('time/rollout_ms', 0.5) / meanOf('time/step_ms', 1)),
    draws: Math.max(1, meanOf('signal/draws', 1)),
  };
}

/** Largest memory in use, bytes; null if the run did not journal it. */
function memoryOf(store: Store, runId: string): number | null {
  const known = runMetrics(store, runId, 'time/memory_mb').value.filter((megabytes) => !Number.isNaN(megabytes));
  return known.length === 0 ? null : known.reduce((most, megabytes) => Math.max(most, megabytes)) * 1e6;
}

/** Bytes that a run takes on disk: per step, and for its checkpoints. Null if it was removed. */
export function bytesOf({
  folder,
  step,
}: StoredRun): { readonly perStep: number; readonly checkpoints: number } | null {
  const { metrics, rollouts } = runFiles(folder);
  const chunks = (): string[] => namesIn(rollouts).map((name) => join(rollouts, name));
  const size = (path: string): number => lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
  try {
    const grown = [metrics, ...chunks()].reduce((sum, path) => sum + size(path), 0);
    return { perStep: grown / step, checkpoints: checkpointsOf(folder).reduce((sum, { bytes }) => sum + bytes, 0) };
  } catch {
    return null; // it was removed in between
  }
}
