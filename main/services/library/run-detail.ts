/** The stream that the page of one run lives on. */
import type { Caller } from '../../../shared/ipc/server.ts';
import type { RunDetail, RunEventView } from '../../../shared/ipc/views.ts';
import { readManifest } from '../../run-folder/run-folder.ts';
import { metricNames } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import { runEvents, runProblems } from '../../store/runs.ts';
import { checkpointsOf } from '../runs/checkpoints.ts';
import { batches } from './change-feed.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Library } from './library.ts';

/** Sends one run in full, and again whenever it changed. */
export async function* streamRun(
  store: Store,
  library: Library,
  changes: ChangeFeed,
  id: string,
  caller: Caller,
): AsyncGenerator<RunDetail> {
  const news = batches(changes, caller, 200);
  yield runDetail(store, library, id);
  for await (const ids of news) if (ids.has(id) && library.isRun(id)) yield runDetail(store, library, id);
}

function runDetail(store: Store, library: Library, id: string): RunDetail {
  const { folder, storeId } = library.run(id);
  const facts = storeId === null ? null : factsOf(store, storeId);
  return {
    row: library.row(id),
    config: library.config(id),
    configHash: facts?.configHash ?? null,
    codeVersion: facts?.codeVersion ?? null,
    warmStart: storeId === null ? null : warmStartOf(folder),
    events: storeId === null ? [] : (runEvents(store, storeId) as RunEventView[]),
    metrics: storeId === null ? [] : metricNames(store, storeId),
    checkpoints: checkpointsOf(folder),
    problems: [...library.problems(id), ...(storeId === null ? [] : runProblems(store, storeId))],
    folder,
  };
}

/** Null if the manifest was damaged since it was collected: the run is still shown, and its problems say so. */
function warmStartOf(folder: string): string | null {
  try {
    return readManifest(folder).warmStart;
  } catch {
    return null;
  }
}

const factsOf = (store: Store, storeId: string) =>
  store.prepare('SELECT config_hash AS configHash, code_version AS codeVersion FROM run WHERE id = ?').get(storeId) as {
    readonly configHash: string;
    readonly codeVersion: string;
  };
