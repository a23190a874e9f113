/** Tells listeners that something changed, by id. */
export interface ChangeFeed {
  /** A listener may hear an id that has not changed after all, never miss one that has. */
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
