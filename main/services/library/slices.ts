/** Long work in slices, with room for other calls between them. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Caller } from '../../../shared/ipc/server.ts';

export interface Clock {
  /** ms */
  now(): number;
  rest(ms: number): Promise<unknown>;
}
const realClock: Clock = { now: () => performance.now(), rest: (ms) => setTimeout(ms) };

/** What a step yields that cannot be divided and for which nobody waits. */
export type Heavy = 'heavy';

/** A long heavy step is followed by a rest of this many times as long, so that such work takes at most a quarter of the
 *  time. */
const restTimes = 3;

/** After a step that took longer than this, whatever it was, others get as much time. */
const longMs = 50;

/** Takes steps until they end or the signal is aborted, with room for everything else after each `sliceMs`. Returns the
 *  time that the steps took, ms. Rejects with what a step throws. */
export async function inSlices(
  steps: Iterator<unknown>,
  signal: AbortSignal,
  sliceMs = 4,
  clock = realClock,
): Promise<number> {
  let total = 0;
  for (;;) {
    const begun = clock.now();
    let took: number;
    let step: IteratorResult<unknown>;
    do {
      step = signal.aborted ? { done: true, value: undefined } : steps.next();
      took = clock.now() - begun;
    } while (!step.done && took < sliceMs);
    total += took;
    if (step.done) return total;
    if (step.value === 'heavy') await clock.rest(restTimes * took);
    else if (took > longMs) await clock.rest(took);
    else await setImmediate();
  }
}

/** One step for each item. */
export function* steps<T>(items: Iterable<T>, work: (item: T) => void): Generator<void> {
  for (const item of items) {
    work(item);
    yield;
  }
}

/** The items, with a turn of the caller after each `sliceMs` of work on them. Ends when the caller leaves. */
export async function* sliced<T>(items: Iterable<T>, { signal, turn }: Caller, sliceMs = 8): AsyncGenerator<T> {
  let begun = performance.now();
  for (const item of items) {
    if (performance.now() - begun >= sliceMs) {
      await turn();
      begun = performance.now();
    }
    if (signal.aborted) return;
    yield item;
  }
}

/** Resolves after `ms`, or when the signal is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal }).catch(() => undefined);
