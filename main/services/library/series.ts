/** The stream of metric series: the points that a chart has not got yet. */
import { keyOfRun } from '../../../shared/ipc/ids.ts';
import type { SeriesChange } from '../../../shared/ipc/views.ts';
import { runMetrics } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import { batched } from './change-feed.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Library } from './library.ts';

interface Sent {
  /** The run's generation at the time: a resumed run is read again from its start. */
  readonly generation: number;
  readonly points: number;
}

/** Sends all points of the metrics, then new ones: at once after a pause, every `everyMs` while more keep coming. */
export function streamSeries(
  store: Store,
  library: Library,
  changes: ChangeFeed,
  { runs, metrics }: { readonly runs: readonly string[]; readonly metrics: readonly string[] },
  emit: (batch: readonly SeriesChange[]) => void,
  signal: AbortSignal,
  everyMs = 200,
): void {
  const sent = new Map<string, Sent>();

  const news = (run: string, first: boolean): SeriesChange[] => {
    if (!library.has(run)) return [];
    const { storeId, generation } = library.run(run);
    if (storeId === null) return [];
    return metrics.flatMap((metric) => {
      const key = keyOfRun(run, metric);
      const before = sent.get(key);
      const restart = before === undefined || before.generation !== generation;
      const skip = restart ? 0 : before.points;
      const { step, value } = runMetrics(store, storeId, metric, skip);
      if (step.length === 0 && !first) return [];
      sent.set(key, { generation, points: skip + step.length });
      return [{ run, metric, restart, step, value }];
    });
  };

  emit(runs.flatMap((run) => news(run, true)));
  const wanted = new Set(runs);
  batched(changes, signal, everyMs, (ids) => {
    const batch = [...ids].filter((id) => wanted.has(id)).flatMap((run) => news(run, false));
    if (batch.length > 0) emit(batch);
  });
}
