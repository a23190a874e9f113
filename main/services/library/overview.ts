/** The stream that the list of experiments and runs lives on. */
import type { OverviewChange } from '../../../shared/ipc/views.ts';
import { batched } from './change-feed.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Library } from './library.ts';
import { inSlices } from './slices.ts';

/** Most rows in one message: ten thousand would delay every other call by a fifth of a second. */
const mostRows = 100;

/** Sends everything, then what changed, in messages of a few rows, with room for other calls between them. */
export function streamOverview(
  library: Library,
  changes: ChangeFeed,
  emit: (change: OverviewChange) => void,
  signal: AbortSignal,
): Promise<void> {
  function* messages(ids: readonly string[], whole: boolean): Generator<void> {
    for (let first = 0; first === 0 || first < ids.length; first += mostRows) {
      const some = ids.slice(first, first + mostRows);
      const here = some.filter((id) => library.has(id));
      emit({
        whole: whole && first === 0,
        more: first + mostRows < ids.length,
        experiments: here.filter((id) => library.isExperiment(id)).map((id) => library.experimentRow(id)),
        runs: here.filter((id) => !library.isExperiment(id)).map((id) => library.row(id)),
        removed: some.filter((id) => !library.has(id)),
      });
      yield;
    }
  }
  const send = async (ids: readonly string[], whole: boolean) => void (await inSlices(messages(ids, whole), signal));
  const begun = send(library.ids(), true);
  let sent = begun;
  batched(changes, signal, 200, (ids) => {
    sent = sent.then(() => send([...ids], false)); // one list at a time, so that messages of two lists never mix
  });
  return begun;
}
