/** What a page of the web host finds in its browser. */
import type { TestContext } from 'node:test';

interface Options {
  readonly href?: string;
  /** The session that the browser has. */
  readonly stored?: string | null;
  /** Statuses of the host's answers, in order; the last one stays. null: it is away. */
  readonly answers?: readonly (number | null)[];
}

/** kept: the storage · shown: addresses that replaced the page's own · asked: method, path and secret. */
export function fakePage(t: TestContext, { href = 'http://here:1/', stored = null, answers = [204] }: Options = {}) {
  const kept = new Map(stored === null ? [] : [['session', stored]]);
  const shown: string[] = [];
  const asked: unknown[] = [];
  const globals = {
    location: { host: 'here:1', href },
    history: { replaceState: (_state: unknown, _title: string, to: string) => shown.push(to) },
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    },
  };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  const left = [...answers];
  t.mock.method(globalThis, 'fetch', (path: string, { method, headers }: RequestInit) => {
    asked.push([method ?? 'GET', path, (headers as { readonly Authorization: string }).Authorization]);
    const status = left.length > 1 ? left.shift()! : left[0];
    if (status === null) return Promise.reject(new TypeError('it is away'));
    return Promise.resolve({ ok: status < 300, text: () => Promise.resolve('new') });
  });
  return { kept, shown, asked };
}
