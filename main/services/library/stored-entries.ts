/** Entries from the store alone, so that a library can be listed before any run folder is read. */
import type { IndexedRuns } from '../../store/open-index.ts';
import type { ExperimentFolder } from './experiment-folder.ts';
import type { Entry } from './run-entry.ts';

export interface StoredEntries {
  has(folder: string): boolean;
  /** present: whether the folder exists. If not, what the store holds of it is ignored. */
  entry(id: string, folder: string, experiment: ExperimentFolder | null, present: boolean, generation: number): Entry;
  /** Forgets the store's entries: runs that appear from now on are read from their folders. */
  forget(): void;
}

export function storedEntries({ runs, figures, steps }: IndexedRuns): StoredEntries {
  const known = new Map(runs.map((stored) => [stored.folder, stored]));
  return {
    has: (folder) => known.has(folder),
    entry(id, folder, experiment, present, generation) {
      const stored = (present ? known.get(folder) : undefined) ?? null;
      return {
        ...{ id, folder, experiment, stored, present, generation },
        steps: stored === null ? NaN : (steps.get(stored.id) ?? NaN),
        summary: stored === null ? null : (figures.get(stored.id) ?? null),
        ...{ stamp: '', recheck: false, reported: '', problem: null, links: null, lag: null },
      };
    },
    forget() {
      known.clear();
    },
  };
}
