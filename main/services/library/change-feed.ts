/** Reports changes to listeners, by id. */
import type { Caller } from '../../../shared/ipc/server.ts';
import { pause } from './slices.ts';

export interface ChangeFeed {
  /** A listener may get an id that has not changed, but never misses one that has. It must not throw: it runs within
   *  the work that made the change. */
  listen(listener: (ids: ReadonlySet<string>) => void, signal: AbortSignal): void;
  tell(ids: Iterable<string>): void;
}

export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<(ids: ReadonlySet<string>) => void>();
  return {
    listen(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
    tell(ids) {
      const set = new Set(ids);
      if (set.size > 0) for (const listener of [...listeners]) listener(set);
    },
  };
}

/** All ids reported since this call, then since the last batch, at most one batch in `everyMs`; the first at once.
 *  Ends when the caller leaves. */
export function batches(
  changes: ChangeFeed,
  { signal, turn }: Caller,
  everyMs: number,
): AsyncGenerator<ReadonlySet<string>> {
  let waiting = new Set<string>();
  let wake = (): void => undefined;
  changes.listen((ids) => {
    for (const id of ids) waiting.add(id);
    wake();
  }, signal);
  signal.addEventListener('abort', () => wake());

  async function* taken(): AsyncGenerator<ReadonlySet<string>> {
    while (!signal.aborted) {
      if (waiting.size === 0) await new Promise<void>((done) => (wake = done));
      await turn();
      if (signal.aborted) return;
      const ids = waiting;
      waiting = new Set();
      const rested = pause(everyMs, signal);
      if (ids.size > 0) yield ids;
      await rested;
    }
  }
  return taken();
}
