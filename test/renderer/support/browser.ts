/** The little of a browser that the state of the window stands on. Import it before what reads it. */

const stored = new Map<string, string>();
const system = Object.assign(new EventTarget(), { matches: false });
let hash = '';

/** The page's address after `#`, its memory, and whether the system is dark. */
export const browser = {
  stored,
  /** Of the document. */
  dataset: {} as Record<string, string>,
  get hash(): string {
    return hash;
  },
  /** As a person types it, or goes back. */
  set hash(next: string) {
    hash = next;
    window.dispatchEvent(new Event('hashchange'));
  },
  set systemDark(dark: boolean) {
    system.matches = dark;
    system.dispatchEvent(new Event('change'));
  },
};

const globals: Readonly<Record<string, unknown>> = {
  window: new EventTarget(),
  location: {
    get hash() {
      return browser.hash;
    },
    set hash(next: string) {
      browser.hash = next.startsWith('#') ? next : `#${next}`;
    },
  },
  history: {
    replaceState: (_state: unknown, _title: string, url: string) => {
      hash = url;
    },
  },
  localStorage: {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  },
  matchMedia: () => system,
  document: { documentElement: { dataset: browser.dataset } },
};
for (const [name, value] of Object.entries(globals))
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
