/** The streams that lists and run pages live on. */
import type { OverviewChange, RunDetail, RunEventView } from '../../../shared/ipc/views.ts';
import type { Store } from '../../store/open.ts';
import { metricNames } from '../../store/metrics.ts';
import { runEvents, runProblems } from '../../store/runs.ts';
import { checkpointsOf } from '../runs/checkpoints.ts';
import { readManifest } from '../../run-folder/run-folder.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Library } from './library.ts';
import { inSlices } from './slices.ts';

/** Calls `flush` with all ids told since, at most once in `everyMs`, at once for the first. */
export function batched(
  changes: ChangeFeed,
  signal: AbortSignal,
  everyMs: number,
  flush: (ids: ReadonlySet<string>) => void,
): void {
  let waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const fire = (): void => {
    timer = null;
    if (waiting.size === 0 || signal.aborted) return;
    const ids = waiting;
    waiting = new Set();
    timer = setTimeout(fire, everyMs);
    flush(ids);
  };
  changes.listen((ids) => {
    for (const id of ids) waiting.add(id);
    timer ??= setTimeout(fire, 0);
  }, signal);
  signal.addEventListener('abort', () => {
    if (timer !== null) clearTimeout(timer);
  });
}

/** Rows of one message: ten thousand together would hold up every other call for a fifth of a second. */
const mostRows = 100;

/** Everything at first, then what changed, in messages of a few rows with room for other calls between them. */
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
    sent = sent.then(() => send([...ids], false)); // one list at a time, so that each is known to be over
  });
  return begun;
}

/** One run in full, again whenever it changed. */
export function streamRun(
  store: Store,
  library: Library,
  changes: ChangeFeed,
  id: string,
  emit: (detail: RunDetail) => void,
  signal: AbortSignal,
): void {
  emit(runDetail(store, library, id));
  batched(changes, signal, 200, (ids) => {
    if (ids.has(id) && library.has(id)) emit(runDetail(store, library, id));
  });
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
    problems: storeId === null ? [] : runProblems(store, storeId),
    folder,
  };
}

/** A manifest that was damaged since it was collected must not hide the run; its problems say so. */
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
