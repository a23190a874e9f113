/** Whether the reason that refused a run would refuse the other runs of its experiment too. A missing device refuses
 *  them all with one sentence; a folder that cannot be written refuses one run. The same sentence twice in a row counts
 *  as the first kind, so that a hundred runs do not fail one by one. */
import { outerId } from '../../shared/ipc/ids.ts';

export interface Refusals {
  /** Notes that a run was refused. Returns whether the waiting runs of its experiment would be refused too. */
  stopsAll(id: string, message: string): boolean;
  /** A run began or is tried again: forgets the last refusal of its experiment. */
  begun(id: string): void;
  /** Whether both belong to one experiment. */
  together(id: string, other: string): boolean;
}

export function createRefusals(): Refusals {
  const last = new Map<string, string>();
  return {
    stopsAll(id, message) {
      const same = last.get(outerId(id)) === message;
      last.set(outerId(id), message);
      return same;
    },
    begun: (id) => void last.delete(outerId(id)),
    together: (id, other) => outerId(id) === outerId(other),
  };
}
