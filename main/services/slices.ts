/** Long work in slices, so that calls in between are answered at once. */

/** Takes steps until they end or the signal is aborted, with room for everything else after each `sliceMs`. Rejects with what a step throws. */
export async function inSlices(steps: Iterator<void>, signal: AbortSignal, sliceMs = 8): Promise<void> {
  for (;;) {
    const end = performance.now() + sliceMs;
    do {
      if (signal.aborted || steps.next().done) return;
    } while (performance.now() < end);
    await new Promise((done) => setImmediate(done));
  }
}

/** One step for each item. */
export function* steps<T>(items: Iterable<T>, work: (item: T) => void): Generator<void> {
  for (const item of items) {
    work(item);
    yield;
  }
}
