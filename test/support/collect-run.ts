/** Brings a store up to date with one run folder in a single slice. */
import { collectSlice } from '../../main/store/collect.ts';
import type { Slice } from '../../main/store/collect.ts';
import type { Store } from '../../main/store/open.ts';

const unlimited = { next: () => true };

export function collectRun(store: Store, folder: string): Omit<Slice, 'complete'> {
  const { runId, changed, restarted } = collectSlice(store, folder, unlimited);
  return { runId, changed, restarted };
}
