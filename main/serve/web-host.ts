/** The window in a browser: its files and one web socket, on loopback, for a browser that was given the link. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { changing, contract } from '../../shared/ipc/contract.ts';
import type { AppContract } from '../../shared/ipc/contract.ts';
import { serveContract } from '../../shared/ipc/server.ts';
import type { Handlers } from '../../shared/ipc/server.ts';
import { sessionPath, socketProtocol, stopped, tokenName } from '../../shared/ipc/session.ts';
import { printError } from '../terminal/print.ts';
import { bearer, createAccess, offeredSession } from './access.ts';
import { pageFiles, pageHeaders } from './files.ts';
import { socketChannel } from './socket-channel.ts';
import { createTurns } from './turns.ts';

export interface WebHostOptions {
  readonly handlers: Handlers<AppContract>;
  /** The built window. */
  readonly pages: string;
  /** Interface, usually 127.0.0.1. */
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly readOnly: boolean;
  /** The link was used: `url` is a new one. */
  readonly linkUsed?: (url: string) => void;
  /** Told of what went wrong with one window, as a sentence. */
  readonly log?: (sentence: string) => void;
  /** For a request to arrive; tests shorten it. */
  readonly mostRequestMs?: number;
}

export interface WebHost {
  /** The link that opens a window in one more browser: its address with a token that was not used yet. */
  readonly url: string;
  close(): Promise<void>;
}

/** Longest message that a window may send. */
const mostBytes = 8 * 2 ** 20;
/** Open windows. */
const mostSockets = 64;
/** Connections of any kind, from anyone on this machine. */
const mostConnections = 256;
/** A page on another port can set cookies for ours, up to 180 of 4 kB: they are ignored, but must not keep a window
 *  out. */
const mostHeaderBytes = 2 ** 20;
/** For a connection on which nothing moves. */
const mostIdleMs = 60_000;
/** For windows to answer a close. */
const mostClosingMs = 1000;

export async function openWebHost(options: WebHostOptions): Promise<WebHost> {
  const { handlers, pages, address, port, readOnly, linkUsed = () => undefined, log = printError } = options;
  const { mostRequestMs = 15_000 } = options;
  const files = pageFiles(pages);
  const turns = createTurns();
  const server = createServer(
    {
      ...{ maxHeaderSize: mostHeaderBytes, headersTimeout: mostRequestMs, requestTimeout: mostRequestMs },
      connectionsCheckingInterval: mostRequestMs / 3,
    },
    (request, response) => answer(request, response),
  );
  server.maxConnections = mostConnections;
  server.timeout = mostIdleMs;
  const sockets = new WebSocketServer({
    ...{ noServer: true, maxPayload: mostBytes, perMessageDeflate: false },
    handleProtocols: (offered) => (offered.has(socketProtocol) ? socketProtocol : false),
  });
  const bound = (): number => (server.address() as AddressInfo).port;
  const access = createAccess(
    () => new Set(['127.0.0.1', 'localhost', '[::1]', address].map((name) => `${name}:${bound()}`)),
  );
  const link = (): string =>
    `http://${address === '0.0.0.0' ? '127.0.0.1' : address}:${bound()}/?${tokenName}=${access.token}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = URL.parse(request.url ?? '/', 'http://host');
    const end = (status: number, text: string): void => {
      response.writeHead(status, { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
    };
    if (!access.own(request)) return end(403, 'This address belongs to another page.');
    if (url?.host !== 'host') return end(404, 'Not here.'); // `//name` names another host, `//` none
    if (url.pathname === sessionPath && request.method === 'POST') {
      const session = access.exchange(bearer(request));
      if (session === null) return end(403, 'The link was used, or is not of this start: open the one printed last.');
      end(200, session);
      return linkUsed(link());
    }
    if (request.method !== 'GET') return end(405, 'Only GET is answered here.');
    if (url.pathname === sessionPath)
      return access.known(bearer(request)) ? end(204, '') : end(403, 'Open the link that was printed last.');
    // The window's files are everybody's: they hold no secret, and a page that has none can say what to do.
    const file = files.get(url.pathname);
    if (!file) return end(404, 'Not here.');
    response.writeHead(200, { ...pageHeaders, 'Content-Type': file.type }).end(file.bytes);
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy()); // a reset is the end of this connection alone
    const allowed =
      request.url === '/socket' &&
      access.own(request) &&
      request.headers.origin !== undefined &&
      access.known(offeredSession(request));
    if (!allowed) return refuse(socket, '403 Forbidden', 'Open the link that was printed last.');
    if (sockets.clients.size >= mostSockets)
      return refuse(socket, '503 Service Unavailable', `${mostSockets} windows are open: close some.`);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveContract(contract, handlers, socketChannel(webSocket, log), {
        ...{ turn: turns.window(), log },
        ...(readOnly && { refuse: refuseChanges }),
      });
    });
  });

  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, address, done);
  });
  server.on('error', ({ message }) => log(`a connection was not accepted: ${message}`));
  return {
    get url() {
      return link();
    },
    close: () =>
      new Promise((done) => {
        for (const client of sockets.clients) client.close(stopped);
        const late = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), mostClosingMs);
        server.close(() => {
          clearTimeout(late);
          done();
        });
        server.closeAllConnections();
      }),
  };
}

/** Says so, and does not wait for the other side to hang up. */
function refuse(socket: Duplex, status: string, text: string): void {
  const headers = `Connection: close\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}`;
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${text}`, () => socket.destroy());
}

const refuseChanges = (name: string): string | null =>
  (changing as readonly string[]).includes(name)
    ? 'This window is read-only: start the web host without --read-only to change anything.'
    : null;
