/** Series of several runs and metrics as typed arrays that grow. */
import type { SeriesChange } from '../../shared/ipc/views.ts';
import { follow } from './stream.svelte.ts';

export interface Points {
  readonly x: Float64Array;
  /** NaN in gaps. */
  readonly y: Float64Array;
}

const none: Points = { x: new Float64Array(0), y: new Float64Array(0) };

export interface FollowedSeries {
  /** Empty until something has come. New points come as new arrays with the same beginning. */
  of(run: string, metric: string): Points;
  /** False until the first answer. */
  readonly loaded: boolean;
}

/** Follows metrics of runs while a component is there. */
export function followSeries(runs: () => readonly string[], metrics: () => readonly string[]): FollowedSeries {
  const series = follow(
    'series',
    () => (runs().length === 0 || metrics().length === 0 ? null : { runs: runs(), metrics: metrics() }),
    withChanges,
  );
  return {
    of: (run, metric) => series.value?.points.get(keyOf(run, metric)) ?? none,
    get loaded() {
      return series.value !== null;
    },
  };
}

interface All {
  readonly points: ReadonlyMap<string, Points>;
  /** The same series with room to grow. */
  readonly growing: Map<string, Growing>;
}

function withChanges(batch: readonly SeriesChange[], before: All | null): All {
  const growing = before?.growing ?? new Map<string, Growing>();
  const points = new Map(before?.points);
  for (const change of batch) {
    const key = keyOf(change.run, change.metric);
    const series = growing.get(key) ?? new Growing();
    growing.set(key, series);
    points.set(key, series.add(change));
  }
  return { points, growing };
}

const keyOf = (run: string, metric: string): string => `${run}\n${metric}`;

/** Columns with room to grow, so that a new point does not copy the old ones. */
class Growing {
  #x = new Float64Array(64);
  #y = new Float64Array(64);
  #length = 0;

  add({ restart, step, value }: SeriesChange): Points {
    if (restart) {
      this.#x = new Float64Array(Math.max(64, 2 * step.length)); // charts still hold the old arrays
      this.#y = new Float64Array(this.#x.length);
      this.#length = 0;
    }
    const length = this.#length + step.length;
    if (length > this.#x.length) {
      this.#x = enlarged(this.#x, 2 * length);
      this.#y = enlarged(this.#y, 2 * length);
    }
    this.#x.set(step, this.#length);
    this.#y.set(value, this.#length);
    this.#length = length;
    return { x: this.#x.subarray(0, length), y: this.#y.subarray(0, length) };
  }
}

function enlarged(array: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(array);
  return larger;
}
