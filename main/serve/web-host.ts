/** The window in a browser: its files and one web socket, on loopback, for a browser that has the token. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Channel, ToWindow } from '../../shared/ipc/channel.ts';
import { changing, contract } from '../../shared/ipc/contract.ts';
import type { AppContract } from '../../shared/ipc/contract.ts';
import { serveContract } from '../../shared/ipc/server.ts';
import type { Handlers } from '../../shared/ipc/server.ts';
import { decodeMessage, encodeMessage } from '../../shared/ipc/wire.ts';
import { createAccess } from './access.ts';
import { pageFiles, pageHeaders } from './files.ts';

export interface WebHostOptions {
  readonly handlers: Handlers<AppContract>;
  /** The built window. */
  readonly pages: string;
  /** Interface, usually 127.0.0.1. */
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly readOnly: boolean;
}

export interface WebHost {
  /** Its address, with the token. */
  readonly url: string;
  close(): Promise<void>;
}

/** Longest message that a window may send. */
const mostBytes = 8 * 2 ** 20;

export async function openWebHost({ handlers, pages, address, port, readOnly }: WebHostOptions): Promise<WebHost> {
  const files = pageFiles(pages);
  const server = createServer((request, response) => answer(request, response));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostBytes });
  const bound = (): number => (server.address() as AddressInfo).port;
  const access = createAccess(
    () => new Set(['127.0.0.1', 'localhost', '[::1]', address].map((name) => `${name}:${bound()}`)),
  );

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = URL.parse(request.url ?? '/', 'http://host');
    const end = (status: number, text: string, more: Record<string, string> = {}): void => {
      response.writeHead(status, { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8', ...more }).end(text);
    };
    if (!access.own(request)) return end(403, 'This address belongs to another page.');
    if (url?.host !== 'host') return end(404, 'Not here.'); // `//name` names another host, `//` none
    if (request.method !== 'GET') return end(405, 'Only GET is answered here.');
    const token = url.searchParams.get('token');
    if (token !== null) {
      const cookie = access.exchange(token);
      if (cookie === null)
        return end(403, 'The token is not that of this start: open the address that was printed last.');
      return end(302, '', { 'Set-Cookie': cookie, Location: '/' });
    }
    if (!access.known(request)) return end(403, 'Open the address that was printed at the start, with its token.');
    const file = files.get(url.pathname);
    if (!file) return end(404, 'Not here.');
    response.writeHead(200, { ...pageHeaders, 'Content-Type': file.type }).end(file.bytes);
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allowed =
      request.url === '/socket' && access.own(request) && request.headers.origin !== undefined && access.known(request);
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveContract(contract, handlers, channelOf(webSocket), readOnly ? { refuse: refuseChanges } : {});
    });
  });

  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, address, done);
  });
  return {
    url: `http://${address === '0.0.0.0' ? '127.0.0.1' : address}:${bound()}/?token=${access.token}`,
    close: () =>
      new Promise((done) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const refuseChanges = (name: string): string | null =>
  (changing as readonly string[]).includes(name)
    ? 'This window is read-only: start the web host without --read-only to change anything.'
    : null;

function channelOf(socket: WebSocket): Channel<ToWindow, unknown> {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(encodeMessage(message));
    },
    receive(listener, closed) {
      socket.on('message', (data: Buffer) => {
        let message: unknown;
        try {
          message = decodeMessage(new Uint8Array(data));
        } catch {
          socket.close(1003);
          return;
        }
        listener(message);
      });
      socket.on('close', closed);
      socket.on('error', () => socket.terminate());
    },
  };
}
