/** Whether what refused a run would refuse the others of its experiment too. A missing device refuses them all with one sentence; a
 *  folder that cannot be written refuses one. Twice the same in a row is taken for the first kind, so that a hundred runs do not fail one by
 *  one, and one that could train is not held up by another. */
import { outerId } from '../../shared/ipc/ids.ts';

export interface Refusals {
  /** A run was refused; whether the others waiting of its experiment would be. */
  stopsAll(id: string, message: string): boolean;
  /** A run began, or is tried anew: what was said before is void for its experiment. */
  begun(id: string): void;
  /** They belong to one experiment. */
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
