/** Who may talk to the web host: a page of its own, under a name of this machine, with a secret of this start.
 *
 *  The secret is no cookie. A browser sends the cookies of 127.0.0.1 to every port of it, so that a service of another
 *  user of this machine would receive ours, two hosts would replace each other's, and any page there could set or crowd
 *  out the one that counts. The page keeps its secret in `localStorage`, which belongs to one port, and sends it in the
 *  handshake of its socket. A later program on the same port may read it there, but it dies with this process. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sessionPrefix } from '../../shared/ipc/session.ts';

export interface Access {
  /** Part of the printed link; good for one exchange, after which there is a new one. */
  readonly token: string;
  /** The session's secret for the right token; null for any other, and for one that was used. */
  exchange(token: string | null): string | null;
  known(secret: string | null): boolean;
  /** Whether its Host, and its Origin if it has one, are those of this host. */
  own(request: IncomingMessage): boolean;
}

/** hosts: names and port under which this host may be addressed. */
export function createAccess(hosts: () => ReadonlySet<string>): Access {
  const session = secret();
  let token = secret();
  return {
    get token() {
      return token;
    },
    exchange(given) {
      if (!equal(given, token)) return null;
      token = secret();
      return session;
    },
    known: (given) => equal(given, session),
    own({ headers }) {
      const { host = '', origin } = headers;
      return hosts().has(host) && (origin === undefined || origin === `http://${host}`);
    },
  };
}

const secret = (): string => randomBytes(32).toString('base64url');

/** `Authorization: Bearer …`, which no page of another origin can send. */
export const bearer = ({ headers }: IncomingMessage): string | null =>
  /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1] ?? null;

/** The secret among the protocols that a web socket's handshake offers: a page can set no other header of it. */
export const offeredSession = ({ headers }: IncomingMessage): string | null =>
  (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .find((one) => one.startsWith(sessionPrefix))
    ?.slice(sessionPrefix.length) ?? null;

/** Compares hashes in constant time, so that the time does not reveal how much was right. */
const equal = (given: string | null, expected: string): boolean =>
  given !== null && timingSafeEqual(hash(given), hash(expected));

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
