/** Who may talk to the web host: a page of its own, under a name of this machine, with the token of this start. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const cookieName = 'igpo-lab';

export interface Access {
  /** Part of the printed address; exchanged for a cookie at once, so that it leaves the address bar. */
  readonly token: string;
  /** The cookie for the right token; null for any other. */
  exchange(token: string): string | null;
  /** Whether the request carries the cookie. */
  known(request: IncomingMessage): boolean;
  /** Whether its Host, and its Origin if it has one, are those of this host. */
  own(request: IncomingMessage): boolean;
}

/** hosts: names and port under which this host may be addressed. */
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

/** Compares in constant time, so that the time does not reveal how much was right. */
function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
