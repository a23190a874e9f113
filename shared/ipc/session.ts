/** What a page in a browser and the web host say to each other before a socket carries the contract.
 *
 *  The printed link holds a token. The page exchanges it, once, for the session's secret:
 *  `POST /session` with `Authorization: Bearer <token>` answers the secret, or 403. `GET /session` with the secret
 *  answers 204, or 403: a browser does not tell why a socket was refused. */

export const sessionPath = '/session';
/** Name of the token in the link. */
export const tokenName = 'token';

/** The socket offers this protocol, which the host accepts, … */
export const socketProtocol = 'igpo-lab';
/** … and the secret behind this prefix, which the host does not repeat. */
export const sessionPrefix = 'session.';

/** The socket's close code when the host stops for good: the secret is worth nothing any more. */
export const stopped = 1001;
