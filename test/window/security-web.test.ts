/** What the web host refuses to strangers, and to its own window. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { changing, contract } from '../../shared/ipc/contract.ts';
import { decodeMessage, encodeMessage } from '../../shared/ipc/wire.ts';
import { openWebHost } from '../../main/serve/web-host.ts';
import type { WebHost } from '../../main/serve/web-host.ts';
import { folderOf } from '../../main/services/library/ids.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let host: WebHost;
let readOnly: WebHost;
let own: string;
let pages: string;
let token: string;
const called: string[] = [];

before(async (t) => {
  const folder = temporaryFolder(t as never);
  pages = join(folder, 'pages');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(pages, 'index.html'), 'the window');
  writeFileSync(join(pages, 'assets/a.js'), 'code');
  writeFileSync(join(pages, 'notes.txt'), 'of a type that is not served');
  writeFileSync(join(folder, 'secret.js'), 'beside the pages');
  const answer = (name: string) => () => void called.push(name);
  const handlers = Object.fromEntries(Object.keys(contract).map((name) => [name, answer(name)])) as never;
  const options = { handlers, pages, address: '127.0.0.1', port: 0 };
  host = await openWebHost({ ...options, readOnly: false });
  readOnly = await openWebHost({ ...options, readOnly: true });
  own = new URL(host.url).host;
  token = new URL(host.url).searchParams.get('token')!;
});
after(() => Promise.all([host.close(), readOnly.close()]));

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** The path goes out as it is: `new URL` would tidy it up. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((done, fail) => {
    const port = Number(own.split(':')[1]);
    const call = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => done({ status: response.statusCode!, headers: response.headers, text }));
    });
    call.on('error', fail).end();
  });

async function cookieOf({ url }: WebHost): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  return response.headers.get('set-cookie')!.split(';')[0];
}

/** The status of a refused web socket; 101 for one that opened. */
const socketStatus = (headers: Record<string, string>, path = '/socket'): Promise<number> =>
  new Promise((done) => {
    const socket = new WebSocket(`ws://${own}${path}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      done(101);
    });
    socket.on('unexpected-response', (_request, response) => done(response.statusCode!));
    socket.on('error', () => undefined);
  });

async function openSocket(of: WebHost): Promise<WebSocket> {
  const { host: name } = new URL(of.url);
  const socket = new WebSocket(`ws://${name}/socket`, {
    headers: { Cookie: await cookieOf(of), Origin: `http://${name}` },
  });
  socket.binaryType = 'nodebuffer';
  await once(socket, 'open');
  return socket;
}

test('the token of this start gives a cookie for this page alone, and leaves the address bar', async () => {
  const { status, headers } = await get(`/?token=${token}`);
  assert.equal(status, 302);
  assert.equal(headers.location, '/');
  assert.match(headers['set-cookie']?.[0] ?? '', /^igpo-lab=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  assert.ok(!headers['set-cookie']?.[0]?.includes(token), 'the cookie is not the token');
});

test('without the token or its cookie nothing is served', async () => {
  for (const path of [
    '/?token=',
    '/?token=wrong',
    `/?token=${token.slice(0, -1)}`,
    `/?token=${token}x`,
    '/',
    '/assets/a.js',
  ]) {
    const { status, headers, text } = await get(path);
    assert.equal(status, 403, path);
    assert.equal(headers['set-cookie'], undefined);
    assert.doesNotMatch(text, /the window|code/);
  }
  assert.equal((await get('/', { Cookie: `igpo-lab=${token}` })).status, 403);
  assert.equal((await get('/', { Cookie: await cookieOf(readOnly) })).status, 403, 'the cookie of another host');
});

test('a page of another origin, or another name for this machine, gets nothing even with the cookie', async () => {
  const Cookie = await cookieOf(host);
  assert.equal((await get('/', { Cookie })).text, 'the window');
  for (const Host of [
    'example.org',
    `example.org:${own.split(':')[1]}`,
    '127.0.0.1',
    '127.0.0.1:1',
    `${own}.example.org`,
  ])
    assert.equal((await get('/', { Cookie, Host })).status, 403, Host);
  for (const Origin of [
    'http://example.org',
    'null',
    `https://${own}`,
    'http://127.0.0.1:1',
    `http://${own}.example.org`,
  ])
    assert.equal((await get('/', { Cookie, Origin })).status, 403, Origin);
});

test('a web socket needs the cookie, this Host and this Origin, and /socket', async () => {
  const Cookie = await cookieOf(host);
  const Origin = `http://${own}`;
  assert.equal(await socketStatus({ Cookie, Origin }), 101);
  assert.equal(await socketStatus({ Origin }), 403, 'no cookie');
  assert.equal(await socketStatus({ Cookie: 'igpo-lab=x', Origin }), 403, 'wrong cookie');
  assert.equal(await socketStatus({ Cookie }), 403, 'no Origin');
  assert.equal(await socketStatus({ Cookie, Origin: 'http://example.org' }), 403, 'foreign Origin');
  assert.equal(await socketStatus({ Cookie, Origin, Host: 'example.org' }), 403, 'foreign Host');
  assert.equal(await socketStatus({ Cookie, Origin }, '/other'), 403, 'another path');
  assert.equal(await socketStatus({ Origin }, `/socket?token=${token}`), 403, 'the token is no cookie');
});

test('no path leads out of the window, whatever way it is written', async () => {
  const Cookie = await cookieOf(host);
  const out = ['/../secret.js', '/%2e%2e/secret.js', '/..%2fsecret.js', '/assets/../../secret.js', '/..\\secret.js'];
  for (const path of [...out, '//secret.js', '/%00', '/assets', '/notes.txt', '/index.html/', '/%61ssets/a.js'])
    assert.equal((await get(path, { Cookie })).status, 404, path);
  for (const path of ['//', '///', '//[', 'http://example.org/', '*'])
    assert.equal((await get(path)).status >= 400, true, `${path}, from whoever knows no token, does not end the host`);
  assert.equal((await get('/assets/a.js', { Cookie })).text, 'code');
});

test('what is written into the folder later is not served: the list was read once', async () => {
  const Cookie = await cookieOf(host);
  writeFileSync(join(pages, 'late.js'), 'late');
  writeFileSync(join(pages, 'index.html'), 'replaced');
  assert.equal((await get('/late.js', { Cookie })).status, 404);
  assert.equal((await get('/index.html', { Cookie })).text, 'the window');
});

test('only GET is answered', async () => {
  const Cookie = await cookieOf(host);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])
    assert.equal((await get('/', { Cookie }, method)).status, 405, method);
});

test('every answer forbids frames, sniffing, caching and foreign scripts', async () => {
  const Cookie = await cookieOf(host);
  for (const { headers } of [await get('/', { Cookie }), await get('/nowhere', { Cookie }), await get('/')]) {
    assert.match(headers['content-security-policy'] as string, /^default-src 'none'; script-src 'self'; /);
    assert.match(headers['content-security-policy'] as string, /frame-ancestors 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['access-control-allow-origin'], undefined);
  }
});

test('a message that is too long, or no message, ends the connection and nothing else', async () => {
  const long = await openSocket(host);
  long.send(new Uint8Array(8 * 2 ** 20 + 1));
  assert.deepEqual((await once(long, 'close'))[0], 1009);
  for (const bytes of [new Uint8Array(0), new Uint8Array([1, 2, 3]), new Uint8Array([255, 255, 255, 255, 1])]) {
    const socket = await openSocket(host);
    socket.send(bytes);
    assert.deepEqual((await once(socket, 'close'))[0], 1003);
  }
  assert.equal((await get('/', { Cookie: await cookieOf(host) })).status, 200);
});

/** Valid inputs of what changes something. */
const inputs: Readonly<Record<string, unknown>> = {
  startExperiment: { experiment: {} },
  control: { runs: ['a'], action: 'start' },
  annotate: { ids: ['a'] },
  remove: { ids: ['a'] },
  restore: { undo: 'a' },
  importFolder: { folder: '/tmp' },
  keepReport: { ids: ['a'], own: {} },
  changeSettings: {},
};

async function ask(socket: WebSocket, name: string): Promise<{ kind: string; message?: string }> {
  socket.send(encodeMessage({ kind: 'call', id: 1, name, input: inputs[name] ?? {} }));
  const [data] = (await once(socket, 'message')) as [Buffer];
  return decodeMessage(new Uint8Array(data)) as { kind: string; message?: string };
}

test('a read-only host refuses every request that changes something, another one takes it', async () => {
  assert.deepEqual(Object.keys(inputs).sort(), [...changing].sort(), 'one input for each');
  for (const name of changing) {
    const refused = await openSocket(readOnly);
    const answer = await ask(refused, name);
    refused.terminate();
    assert.equal(answer.kind, 'error', name);
    assert.match(answer.message!, /^This window is read-only/);
  }
  assert.deepEqual(called, []);
  for (const name of changing) {
    const taken = await openSocket(host);
    await ask(taken, name);
    taken.terminate();
  }
  assert.deepEqual(called, [...changing]);
});

test('an id is the name of an experiment or a run below it, never a way elsewhere', () => {
  assert.equal(folderOf('/data', 'quickstart/igpo-seed-1'), join('/data', 'quickstart', 'igpo-seed-1'));
  const ways = [
    '..',
    '../x',
    'a/..',
    'a/../b',
    './a',
    '/etc',
    'a//b',
    'a/b/c',
    '.bin',
    'a/.git',
    '',
    'a/',
    '~',
    'C:\\x',
    'a\\..\\b',
  ];
  for (const id of [...ways, 'a\0b', 'a\nb', '%2e%2e', 'a.', 'ａ', 'a/b.', '\u202ea'])
    assert.throws(() => folderOf('/data', id), RangeError, JSON.stringify(id));
});
