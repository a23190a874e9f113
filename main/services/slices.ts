/** Long work in slices, so that calls in between are answered at once. */
import { setImmediate, setTimeout } from 'node:timers/promises';

/** A step that takes longer than two slices is followed by a rest of this many times as long: work that cannot be divided takes at most a
 *  quarter of the time, and what waits is seldom behind two steps. */
const restTimes = 3;

/** Takes steps until they end or the signal is aborted, with room for everything else after each `sliceMs`. Rejects with what a step throws. */
export async function inSlices(steps: Iterator<void>, signal: AbortSignal, sliceMs = 8): Promise<void> {
  for (;;) {
    const begun = performance.now();
    let took = 0;
    do {
      if (signal.aborted || steps.next().done) return;
      took = performance.now() - begun;
    } while (took < sliceMs);
    await (took < 2 * sliceMs ? setImmediate() : setTimeout(restTimes * took));
  }
}

/** One step for each item. */
export function* steps<T>(items: Iterable<T>, work: (item: T) => void): Generator<void> {
  for (const item of items) {
    work(item);
    yield;
  }
}
