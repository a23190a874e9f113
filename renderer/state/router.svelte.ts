/** The address of what is shown: `#/<view>/<path>?<query>`. Every view has one; back and forward work. */

export interface Address {
  /** First part; the first view where there is none. */
  readonly view: string;
  /** What follows it, decoded: an id of an experiment or run. */
  readonly path: string;
  readonly query: URLSearchParams;
}

function addressOf(hash: string): Address {
  const [route = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const slash = route.indexOf('/');
  const [view, path] = slash < 0 ? [route, ''] : [route.slice(0, slash), route.slice(slash + 1)];
  return { view: view || 'experiments', path: decode(path), query: new URLSearchParams(query) };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return ''; // a truncated link leads to the view itself
  }
}

let address = $state.raw(addressOf(''));
const read = (): Address => (address = addressOf(location.hash));

/** Follows the address of the page; call it once, when the window starts. Until then the first view is shown. */
export function followAddress(): void {
  read();
  window.addEventListener('hashchange', read);
}

export const router = {
  get address() {
    return address;
  },
};

/** The link to a view, for `href`. Empty values of the query are omitted. */
export function link(view: string, path = '', query: Readonly<Record<string, string | number | null>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== '');
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  const tail = search.size > 0 ? `?${search}` : '';
  return `#/${view}${path === '' ? '' : `/${path.split('/').map(encodeURIComponent).join('/')}`}${tail}`;
}

export const go = (href: string): void => {
  location.hash = href;
};

/** Changes the query without a new history entry. */
export function replaceQuery(change: Readonly<Record<string, string | number | null>>): void {
  const { view, path, query } = addressOf(location.hash);
  const next = { ...Object.fromEntries(query), ...change };
  history.replaceState(null, '', link(view, path, next));
  read();
}
