/** What a connection may do without harm to the others: nothing here ends the host, which is this process. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { contract } from '../../../shared/ipc/contract.ts';
import { decodeMessage, encodeMessage } from '../../../shared/ipc/wire.ts';
import { openWebHost } from '../../../main/serve/web-host.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

type Handler = (input: unknown, caller: { readonly signal: AbortSignal }) => unknown;

/** A host with these handlers, and ways to reach it. */
async function opened(t: TestContext, handlers: Readonly<Record<string, Handler>> = {}, mostRequestMs = 15_000) {
  const pages = temporaryFolder(t);
  writeFileSync(join(pages, 'index.html'), 'the window');
  const log: string[] = [];
  const all = { ...Object.fromEntries(Object.keys(contract).map((name) => [name, () => null])), ...handlers };
  const host = await openWebHost({
    ...{ handlers: all as never, pages, address: '127.0.0.1', port: 0, readOnly: false },
    ...{ log: (sentence) => log.push(sentence), mostRequestMs },
  });
  t.after(() => host.close());
  const { host: own, port, origin, searchParams } = new URL(host.url);
  const headers = { Authorization: `Bearer ${searchParams.get('token')}` };
  const secret = await (await fetch(`${origin}/session`, { method: 'POST', headers })).text();
  const upgrade = (more: readonly string[] = []): string =>
    [
      ...['GET /socket HTTP/1.1', `Host: ${own}`, `Origin: ${origin}`, 'Connection: Upgrade', 'Upgrade: websocket'],
      ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', ...more, '', ''],
    ].join('\r\n');
  return {
    log,
    close: () => host.close(),
    /** A bare connection that writes this first. */
    async dial(text: string): Promise<Socket> {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      await new Promise<void>((done) => socket.write(text, () => done()));
      return socket;
    },
    stranger: upgrade(),
    known: upgrade([`Sec-WebSocket-Protocol: igpo-lab, session.${secret}`]),
    async window(): Promise<WebSocket> {
      const socket = new WebSocket(`ws://${own}/socket`, ['igpo-lab', `session.${secret}`], {
        headers: { Origin: origin },
      });
      socket.binaryType = 'nodebuffer';
      socket.on('error', () => undefined);
      await once(socket, 'open');
      return socket;
    },
    page: async () => (await fetch(origin)).text(),
  };
}

const call = (id: number, name: string): Uint8Array => encodeMessage({ kind: 'call', id, name, input: {} });
/** Resolves when the call has ended. */
const ended = (socket: WebSocket, id: number): Promise<void> =>
  new Promise((done) =>
    socket.on('message', (data: Buffer) => {
      const message = decodeMessage(new Uint8Array(data)) as { kind: string; id: number };
      if (message.kind === 'end' && message.id === id) done();
    }),
  );

test('connections that are reset while they are refused or upgraded end alone', async (t) => {
  const { dial, stranger, known, page } = await opened(t);
  for (const text of [stranger, known])
    for (let round = 0; round < 20; round++)
      await Promise.all(Array.from({ length: 10 }, async () => (await dial(text)).resetAndDestroy()));
  assert.equal(await page(), 'the window');
});

test('who is refused is hung up on, even if it does not hang up itself', async (t) => {
  const { dial, stranger } = await opened(t);
  const socket = await dial(stranger);
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(socket, 'close'); // this side closes when the other side has
  assert.match(said, /^HTTP\/1\.1 403 Forbidden\r\n/);
});

test('bytes that are no request, and a header without an end, get a sentence of their own', async (t) => {
  const { dial, page } = await opened(t);
  const answers = [
    { text: 'no request at all\r\n\r\n', status: 400 },
    { text: `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(2 ** 20)}`, status: 431 },
  ];
  for (const { text, status } of answers) {
    const socket = await dial(text);
    assert.match(String((await once(socket, 'data'))[0]), new RegExp(`^HTTP/1\\.1 ${status} `));
  }
  assert.equal(await page(), 'the window');
});

test('a request that does not arrive is ended, a window whose socket is silent is not', async (t) => {
  const { dial, window } = await opened(t, {}, 60);
  const silent = await window();
  const slow = [await dial(''), await dial('GET / HTTP/1.1\r\nHost: x\r\nX: ')];
  for (const socket of slow) socket.resume();
  await Promise.all(slow.map((socket) => once(socket, 'close')));
  assert.equal(silent.readyState, silent.OPEN);
});

test('connections beyond the limit are closed, and others are taken again when those are gone', async (t) => {
  const { dial, page, window } = await opened(t);
  const open = await window();
  const idle = new Set<Socket>();
  for (let dropped = 0; dropped < 10;) {
    const socket = await dial('');
    idle.add(socket);
    socket.on('close', () => dropped++).resume();
    await page().catch(() => undefined);
  }
  assert.ok(idle.size < 300, `${idle.size} connections`);
  assert.equal(open.readyState, open.OPEN);
  for (const socket of idle) socket.destroy();
  let shown = '';
  while (shown === '') shown = await page().catch(() => '');
  assert.equal(shown, 'the window');
});

test('cookies that a page on another port has set, as many as a browser sends, keep nobody out', async (t) => {
  const { dial, known } = await opened(t);
  const cookies = Array.from({ length: 180 }, (_, i) => `x${i}=${'y'.repeat(4090 - 4)}`).join('; ');
  const socket = await dial(known.replace('\r\n\r\n', `\r\nCookie: ${cookies}\r\n\r\n`));
  assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 101 /);
  socket.destroy();
});

test('a window that asks and does not read is not heard until it reads, then gets every answer', async (t) => {
  let asked = 0;
  const answer = 'x'.repeat(2 ** 20);
  const { window, page } = await opened(t, { presets: () => (asked++, answer) });
  const socket = await window();
  socket.pause();
  const calls = 100;
  for (let id = 0; id < calls; id++) socket.send(call(id, 'presets'));
  while (asked === 0) await page();
  for (let before = -1; before !== asked;) {
    before = asked;
    for (let i = 0; i < 20; i++) await page(); // the host goes round, and asks no more
  }
  const most = asked;
  assert.ok(most < calls, `${most} answers of 1 MiB are made and wait`);
  const all = new Set<number>();
  const done = new Promise<void>((ready) =>
    socket.on('message', (data: Buffer) => {
      const { kind, id } = decodeMessage(new Uint8Array(data)) as { kind: string; id: number };
      if (kind === 'end' && all.add(id).size === calls) ready();
    }),
  );
  socket.resume();
  await done;
  assert.equal(asked, calls);
});

test('a stream makes no values for a window that does not read them', async (t) => {
  let made = 0;
  const { window, page } = await opened(t, {
    async *machine(_input, { signal }) {
      for (const value = 'x'.repeat(2 ** 20); !signal.aborted; made++) yield value;
    },
  });
  const socket = await window();
  socket.pause();
  socket.send(call(1, 'machine'));
  for (let before = -1; before !== made || made === 0;) {
    before = made;
    for (let i = 0; i < 20; i++) await page();
  }
  assert.ok(made < 64, `${made} MiB`);
  socket.terminate();
});

test('a window that gives no sign of life for two beats is let go with a sentence, one that answers is kept', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { window, log } = await opened(t);
  const alive = await window();
  const dead = await window();
  dead.pause(); // it reads no ping, so it answers none
  for (let beat = 0; beat < 2; beat++) {
    const asked = once(alive, 'ping');
    t.mock.timers.tick(30_000);
    await asked;
    const answered = ended(alive, beat); // after the pong was read
    alive.send(call(beat, 'presets'));
    await answered;
  }
  const gone = once(dead, 'close');
  dead.resume();
  await gone;
  assert.deepEqual(log, ['a window was disconnected: it neither said nor read anything for a minute']);
  assert.equal(alive.readyState, alive.OPEN);
});

test('at most 64 windows are open, and another is refused with a sentence', async (t) => {
  const { window, dial, known } = await opened(t);
  const windows: WebSocket[] = [];
  for (let i = 0; i < 64; i++) windows.push(await window());
  const refused = await dial(known);
  assert.match(String((await once(refused, 'data'))[0]), /^HTTP\/1\.1 503 [^]*64 windows are open: close some\./);
  windows[0].close();
  await once(windows[0], 'close');
  let again = '';
  while (!again.startsWith('HTTP/1.1 101')) again = String((await once(await dial(known), 'data'))[0]);
});

test('a host that stops says so to its windows, and does not wait for one that does not listen', async (t) => {
  const { window, close } = await opened(t);
  const [listens, deaf] = [await window(), await window()];
  deaf.pause();
  const said = once(listens, 'close');
  await close();
  assert.equal((await said)[0], 1001);
});
