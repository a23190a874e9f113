/** The streams that lists and run pages live on. */
import type { OverviewChange, RunDetail, RunEventView } from '../../shared/ipc/views.ts';
import type { Store } from '../store/open.ts';
import { metricNames } from '../store/metrics.ts';
import { runEvents, runProblems } from '../store/runs.ts';
import { checkpointsOf } from './checkpoints.ts';
import { readManifest } from '../trainer/run-folder.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Library } from './library.ts';

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

/** Everything at first, then what changed. */
export function streamOverview(
  library: Library,
  changes: ChangeFeed,
  emit: (change: OverviewChange) => void,
  signal: AbortSignal,
): void {
  emit({ whole: true, experiments: library.experiments(), runs: library.runs(), removed: [] });
  batched(changes, signal, 200, (ids) => {
    const here = [...ids].filter((id) => library.has(id));
    const [experiments, runs] = [true, false].map((one) => here.filter((id) => library.isExperiment(id) === one));
    emit({
      whole: false,
      experiments: experiments!.map((id) => library.experimentRow(id)),
      runs: runs!.map((id) => library.row(id)),
      removed: [...ids].filter((id) => !library.has(id)),
    });
  });
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
