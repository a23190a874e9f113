/** Sessions by key, made on first use. Each holds the memory of a pass, so the least recently used one is released when
 *  there are too many. */
import type { LoadOptions, Runtime, Session } from './runtime.ts';

export interface SessionCache {
  /** model: the ONNX bytes, needed if there is no session yet. */
  get(key: string, model: () => Uint8Array, options?: LoadOptions): Promise<Session>;
  close(): Promise<void>;
}

/** Keeps at most `limit` sessions, limit ≥ 1. */
export function sessionCache(runtime: Runtime, limit: number): SessionCache {
  const sessions = new Map<string, Session>(); // in the order of their last use
  return {
    async get(key, model, options) {
      const session = sessions.get(key) ?? (await runtime.load(model(), options));
      sessions.delete(key);
      sessions.set(key, session);
      for (const [oldest, unused] of sessions) {
        if (sessions.size <= limit) break;
        sessions.delete(oldest);
        await unused.release();
      }
      return session;
    },
    async close() {
      for (const session of sessions.values()) await session.release();
      sessions.clear();
    },
  };
}
