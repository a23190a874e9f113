/** The index of a data folder, whatever lies in its place: what cannot be used is set aside and rebuilt. */
import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { fileStamp, Unfit } from '../files/read.ts';
import { makeFolder, move } from '../files/write.ts';
import { isDamage, openStore, storeFiles } from './open.ts';
import type { Store } from './open.ts';
import { allRunFigures } from './run-figures.ts';
import type { RunFigures } from './run-figures.ts';
import { listRuns, plannedSteps } from './runs.ts';
import type { StoredRun } from './runs.ts';

/** What every start reads of an index. */
export interface IndexedRuns {
  readonly runs: readonly StoredRun[];
  readonly figures: ReadonlyMap<string, RunFigures>;
  readonly steps: ReadonlyMap<string, number>;
}

export const indexedRuns = (store: Store): IndexedRuns => ({
  runs: listRuns(store),
  figures: allRunFigures(store),
  steps: plannedSteps(store),
});

export interface OpenedIndex {
  readonly store: Store;
  readonly indexed: IndexedRuns;
  /** Why the index that was there is not used, and where it is now; null if it is. */
  readonly problem: string | null;
}

/** Opens `.index.sqlite` of a data folder. Throws a sentence if it can neither be used nor moved. */
export function openIndex(dataFolder: string): OpenedIndex {
  const path = join(dataFolder, '.index.sqlite');
  try {
    const store = openStore(path);
    return { store, indexed: checked(store), problem: null };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const aside = join(dataFolder, `.index-aside-${randomBytes(8).toString('hex')}`);
    makeFolder(dataFolder, aside);
    // A link, a folder or a pipe is renamed as itself: nothing is followed or opened.
    for (const file of storeFiles(path))
      if (fileStamp(file) !== '-') move(dataFolder, file, join(aside, basename(file)));
    const store = openStore(path);
    return {
      ...{ store, indexed: indexedRuns(store) },
      problem: `${error.message}. It lies in ${aside} now, and a new index is built.`,
    };
  }
}

/** Damage shows now and not in the list of runs. */
function checked(store: Store): IndexedRuns {
  try {
    return indexedRuns(store);
  } catch (error) {
    store.close();
    const isOurs = !isDamage(error) && !(error instanceof RangeError || error instanceof SyntaxError);
    const isJson = /malformed JSON/.test((error as Error).message);
    if (isOurs && !isJson) throw error;
    throw new Unfit(
      `store ${store.name}: expected the rows of an index, got damaged ones (${(error as Error).message})`,
    );
  }
}
