/** Which waiting run may start beside those that train. */

/** What a run takes of the machine. */
export interface Demand {
  readonly device: string;
  /** CPU threads of one operator; 0 takes every core. */
  readonly threads: number;
}

/** Index of the first in the queue that may start; −1 where all have to wait. Every device has `slots` places and its own order, so that a
 *  run never waits for a device that it does not use. A run on the CPU that takes every core trains there alone: two of them would fight
 *  for each core, and how many threads a run has is fixed before it begins, since it can change the last bits. */
export function nextToStart(queue: readonly Demand[], active: readonly Demand[], slots: number): number {
  const asked = new Set<string>();
  return queue.findIndex((run) => {
    if (asked.has(run.device)) return false; // behind one that came first
    asked.add(run.device);
    const beside = active.filter(({ device }) => device === run.device);
    if (beside.length === 0) return true;
    return beside.length < slots && ![run, ...beside].some(takesAllCores);
  });
}

const takesAllCores = ({ device, threads }: Demand): boolean => device === 'cpu' && threads === 0;

/** Threads of each run where `slots` share the cores; 0, every core, where one has them alone. */
export const threadsEach = (cores: number, slots: number): number =>
  slots > 1 ? Math.max(1, Math.floor(cores / slots)) : 0;
