/** Reports changes to listeners, by id. */
export interface ChangeFeed {
  /** A listener may get an id that has not changed, but never misses one that has. */
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

/** Calls `flush` with all ids reported since the last call, at most once in `everyMs`; the first time at once. */
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
