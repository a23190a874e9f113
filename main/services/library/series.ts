/** The stream of metric series: the points that a chart has not got yet. */
import { keyOfRun } from '../../../shared/ipc/ids.ts';
import type { Caller } from '../../../shared/ipc/server.ts';
import type { SeriesChange } from '../../../shared/ipc/views.ts';
import { runMetrics } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import { batches } from './change-feed.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Library } from './library.ts';
import { sliced } from './slices.ts';

interface Sent {
  /** The run's generation at the time: a resumed run is read again from its start. */
  readonly generation: number;
  readonly points: number;
}

/** Most points in one message, unless one series has more. */
const mostPoints = 100_000;

/** Sends all points of the metrics, then new ones: at once after a pause, every `everyMs` while more keep coming. */
export async function* streamSeries(
  store: Store,
  library: Library,
  changes: ChangeFeed,
  { runs, metrics }: { readonly runs: readonly string[]; readonly metrics: readonly string[] },
  caller: Caller,
  everyMs = 200,
): AsyncGenerator<readonly SeriesChange[]> {
  const sent = new Map<string, Sent>();
  const wanted = new Set(runs);
  const names = [...new Set(metrics)];
  const news = batches(changes, caller, everyMs);

  /** Null where nothing is new, and for a run that is not there or has not begun. */
  function change(run: string, metric: string, first: boolean): SeriesChange | null {
    if (!library.isRun(run)) return null;
    const { storeId, generation } = library.run(run);
    if (storeId === null) return null;
    const key = keyOfRun(run, metric);
    const before = sent.get(key);
    const restart = before === undefined || before.generation !== generation;
    const skip = restart ? 0 : before.points;
    const { step, value } = runMetrics(store, storeId, metric, skip);
    if (step.length === 0 && !first) return null;
    sent.set(key, { generation, points: skip + step.length });
    return { run, metric, restart, step, value };
  }

  async function* messages(of: Iterable<string>, first: boolean): AsyncGenerator<readonly SeriesChange[]> {
    let batch: SeriesChange[] = [];
    let points = 0;
    for await (const [run, metric] of sliced(pairs(of, names), caller)) {
      const made = change(run, metric, first);
      if (made === null) continue;
      batch.push(made);
      points += made.step.length;
      if (points < mostPoints) continue;
      yield batch;
      [batch, points] = [[], 0];
    }
    if (batch.length > 0 || first) yield batch;
  }

  yield* messages(wanted, true);
  for await (const ids of news)
    yield* messages(
      [...ids].filter((id) => wanted.has(id)),
      false,
    );
}

function* pairs(runs: Iterable<string>, metrics: readonly string[]): Generator<readonly [string, string]> {
  for (const run of runs) for (const metric of metrics) yield [run, metric];
}
