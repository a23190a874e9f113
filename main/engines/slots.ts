/** Which waiting run may start beside those that train. */
import { takesAllCores } from '../devices/facts.ts';

/** What a run takes of the machine. */
export interface Demand {
  readonly device: string;
  /** CPU threads of one operator; 0 takes every core. */
  readonly threads: number;
}

/** Index of the first queued run that may start; −1 if all have to wait. Every device has `slots` places and its own
 *  order, so a run never waits for a device that it does not use. A run that takes every CPU core trains alone on the
 *  CPU: two of them would compete for each core, and a run's number of threads is fixed, since it can change the last
 *  bits. */
export function nextToStart(queue: readonly Demand[], active: readonly Demand[], slots: number): number {
  const asked = new Set<string>();
  return queue.findIndex((run) => {
    if (asked.has(run.device)) return false; // behind an earlier run
    asked.add(run.device);
    const beside = active.filter(({ device }) => device === run.device);
    if (beside.length === 0) return true;
    return beside.length < slots && ![run, ...beside].some(takesAllCores);
  });
}

/** Threads of each run if `slots` runs share the cores; 0 (every core) if one run has them alone. */
export const threadsEach = (cores: number, slots: number): number =>
  slots > 1 ? Math.max(1, Math.floor(cores / slots)) : 0;
