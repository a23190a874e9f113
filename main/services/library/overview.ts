/** The stream that the list of experiments and runs lives on. */
import type { Caller } from '../../../shared/ipc/server.ts';
import type { OverviewChange } from '../../../shared/ipc/views.ts';
import { batches } from './change-feed.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Library } from './library.ts';

/** Most rows in one message: ten thousand would delay every other call by a fifth of a second. */
const mostRows = 50;

/** Sends everything, then what changed, in messages of a few rows, with room for other calls between them. */
export async function* streamOverview(
  library: Library,
  changes: ChangeFeed,
  caller: Caller,
): AsyncGenerator<OverviewChange> {
  const news = batches(changes, caller, 200);

  async function* messages(ids: readonly string[], whole: boolean): AsyncGenerator<OverviewChange> {
    for (let first = 0; first === 0 || first < ids.length; first += mostRows) {
      if (first > 0) await caller.turn();
      const some = ids.slice(first, first + mostRows);
      const here = some.filter((id) => library.has(id));
      yield {
        whole: whole && first === 0,
        more: first + mostRows < ids.length,
        experiments: here.filter((id) => library.isExperiment(id)).map((id) => library.experimentRow(id)),
        runs: here.filter((id) => !library.isExperiment(id)).map((id) => library.row(id)),
        removed: some.filter((id) => !library.has(id)),
      };
    }
  }

  yield* messages(library.ids(), true);
  for await (const ids of news) yield* messages([...ids], false);
}
