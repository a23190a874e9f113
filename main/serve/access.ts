/** Who may talk to the web host: whoever has the token of this start, from this page, under a name of this machine. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const cookieName = 'igpo-lab';

export interface Access {
  /** In the address that is printed; exchanged for a cookie at once, so that it leaves the address bar. */
  readonly token: string;
  /** The cookie for a right token; null for a wrong one. */
  exchange(token: string): string | null;
  /** Whether the request carries the cookie. */
  known(request: IncomingMessage): boolean;
  /** Whether its Host, and its Origin where it has one, are this host's own. */
  own(request: IncomingMessage): boolean;
}

/** hosts: names under which this host may be asked for, with port. */
export function createAccess(hosts: () => ReadonlySet<string>): Access {
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  return {
    token,
    exchange: (given) => (equal(given, token) ? `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/` : null),
    known: ({ headers }) => cookies(headers.cookie ?? '').some((value) => equal(value, session)),
    own({ headers }) {
      const { host = '', origin } = headers;
      return hosts().has(host) && (origin === undefined || origin === `http://${host}`);
    },
  };
}

const cookies = (header: string): string[] =>
  header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${cookieName}=`))
    .map((part) => part.slice(cookieName.length + 1));

/** In time that does not tell how much of it was right. */
function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
