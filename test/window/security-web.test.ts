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
const called: string[] = [];
const links: string[] = [];

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
  readOnly = await openWebHost({ ...options, readOnly: true, linkUsed: (url) => links.push(url) });
  own = new URL(host.url).host;
});
after(() => Promise.all([host.close(), readOnly.close()]));

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends the path as it is: `new URL` would normalise it. */
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

const sessions = new Map<WebHost, string>();

/** The secret of a host's session: its link is used once, by the first test that needs it. */
async function sessionOf(of: WebHost): Promise<string> {
  const known = sessions.get(of);
  if (known !== undefined) return known;
  const { origin, searchParams } = new URL(of.url);
  const headers = { Authorization: `Bearer ${searchParams.get('token')}` };
  const answer = await fetch(`${origin}/session`, { method: 'POST', headers });
  const secret = await answer.text();
  sessions.set(of, secret);
  return secret;
}

const bearing = (secret: string) => ({ Authorization: `Bearer ${secret}` });
const offering = (secret: string) => ({ 'Sec-WebSocket-Protocol': `igpo-lab, session.${secret}` });

/** The status of a refused web socket; 101 for one that opened. */
const socketStatus = (headers: Record<string, string>, path = '/socket'): Promise<number> =>
  new Promise((done) => {
    const port = Number(own.split(':')[1]);
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' };
    const key = { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    const call = request({ host: '127.0.0.1', port, path, headers: { ...upgrade, ...key, ...headers } });
    call.on('upgrade', (_response, socket) => {
      socket.destroy();
      done(101);
    });
    call.on('response', (response) => done(response.resume().statusCode!));
    call.end();
  });

async function openSocket(of: WebHost): Promise<WebSocket> {
  const { host: name } = new URL(of.url);
  const socket = new WebSocket(`ws://${name}/socket`, ['igpo-lab', `session.${await sessionOf(of)}`], {
    headers: { Origin: `http://${name}` },
  });
  socket.binaryType = 'nodebuffer';
  await once(socket, 'open');
  return socket;
}

test('a token is exchanged for the secret once, and a new token replaces it', async () => {
  const { url } = readOnly;
  const { host: name, searchParams } = new URL(url);
  const exchange = (token: string | null) =>
    fetch(`http://${name}/session`, { method: 'POST', headers: bearing(token ?? '') });
  const token = searchParams.get('token')!;
  assert.match(token, /^[\w-]{43}$/);
  for (const wrong of ['wrong', token.slice(0, -1), `${token}x`]) assert.equal((await exchange(wrong)).status, 403);
  const first = await exchange(token);
  const secret = await first.text();
  sessions.set(readOnly, secret);
  assert.equal(first.status, 200);
  assert.match(secret, /^[\w-]{43}$/);
  assert.notEqual(secret, token);
  assert.equal(first.headers.get('set-cookie'), null, 'cookies go to every port of this machine');
  assert.equal((await exchange(token)).status, 403, 'it was used');
  assert.notEqual(readOnly.url, url);
  assert.deepEqual(links, [readOnly.url], 'the new link was told');
  const further = await exchange(new URL(readOnly.url).searchParams.get('token'));
  assert.equal(await further.text(), secret, 'another browser has the same session');
});

test('without a secret the host serves the window’s files, which hold no secret, and nothing else', async () => {
  const { status, headers, text } = await get('/');
  assert.deepEqual([status, text, headers['set-cookie']], [200, 'the window', undefined]);
  const secret = await sessionOf(host);
  assert.equal((await get('/session', bearing(secret))).status, 204);
  for (const Authorization of ['', 'Bearer ', 'Bearer x', `Basic ${secret}`, `Bearer ${await sessionOf(readOnly)}`])
    assert.equal((await get('/session', { Authorization })).status, 403, Authorization);
});

test('a page of another origin, or another name for this machine, gets nothing even with the secret', async () => {
  const secret = bearing(await sessionOf(host));
  for (const Host of [
    'example.org',
    `example.org:${own.split(':')[1]}`,
    '127.0.0.1',
    '127.0.0.1:1',
    `${own}.example.org`,
  ])
    for (const path of ['/', '/session']) assert.equal((await get(path, { ...secret, Host })).status, 403, Host);
  for (const Origin of [
    'http://example.org',
    'null',
    `https://${own}`,
    'http://127.0.0.1:1',
    `http://${own}.example.org`,
  ])
    for (const path of ['/', '/session']) assert.equal((await get(path, { ...secret, Origin })).status, 403, Origin);
});

test('a web socket needs the secret, this Host and this Origin, and /socket', async () => {
  const secret = await sessionOf(host);
  const offer = offering(secret);
  const Origin = `http://${own}`;
  assert.equal(await socketStatus({ ...offer, Origin }), 101);
  assert.equal(await socketStatus({ Origin }), 403, 'no secret');
  assert.equal(await socketStatus({ ...offering('x'), Origin }), 403, 'wrong secret');
  assert.equal(await socketStatus({ ...offering(await sessionOf(readOnly)), Origin }), 403, 'that of another host');
  assert.equal(await socketStatus({ Cookie: `igpo-lab=${secret}`, Origin }), 403, 'a cookie is no secret');
  assert.equal(await socketStatus({ ...offer }), 403, 'no Origin');
  assert.equal(await socketStatus({ ...offer, Origin: 'http://example.org' }), 403, 'foreign Origin');
  assert.equal(await socketStatus({ ...offer, Origin, Host: 'example.org' }), 403, 'foreign Host');
  assert.equal(await socketStatus({ ...offer, Origin }, '/other'), 403, 'another path');
});

test('the host does not repeat the secret, and compresses nothing', async () => {
  const socket = await openSocket(host);
  assert.equal(socket.protocol, 'igpo-lab');
  assert.equal(socket.extensions, '');
  socket.terminate();
});

test('no path leads out of the window, whatever way it is written', async () => {
  const out = ['/../secret.js', '/%2e%2e/secret.js', '/..%2fsecret.js', '/assets/../../secret.js', '/..\\secret.js'];
  for (const path of [...out, '//secret.js', '/%00', '/assets', '/notes.txt', '/index.html/', '/%61ssets/a.js'])
    assert.equal((await get(path)).status, 404, path);
  for (const path of ['//', '///', '//[', 'http://example.org/', '*'])
    assert.equal((await get(path)).status >= 400, true, `${path}, from whoever knows no token, does not end the host`);
  assert.equal((await get('/assets/a.js')).text, 'code');
});

test('a file that is written into the folder later is not served, since the list is read once', async () => {
  writeFileSync(join(pages, 'late.js'), 'late');
  writeFileSync(join(pages, 'index.html'), 'replaced');
  assert.equal((await get('/late.js')).status, 404);
  assert.equal((await get('/index.html')).text, 'the window');
});

test('only GET is answered', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])
    assert.equal((await get('/', {}, method)).status, 405, method);
});

test('every answer forbids frames, sniffing, caching and foreign scripts', async () => {
  for (const { headers } of [await get('/'), await get('/nowhere'), await get('/session')]) {
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
  assert.equal((await get('/')).status, 200);
});

/** Valid inputs of the requests that change something. */
const inputs: Readonly<Record<string, unknown>> = {
  startExperiment: { experiment: {} },
  control: { runs: ['a'], action: 'start' },
  annotate: { ids: ['a'] },
  remove: { ids: ['a'] },
  restore: { undo: 'a' },
  importFolder: { folder: '/tmp' },
  keepReport: { ids: ['a'], own: {} },
  changeSettings: {},
  setKey: { name: 'webSearch', value: 'a' },
  removeKey: { name: 'webSearch' },
};

async function ask(socket: WebSocket, name: string): Promise<{ kind: string; message?: string }> {
  socket.send(encodeMessage({ kind: 'call', id: 1, name, input: inputs[name] ?? {} }));
  const [data] = (await once(socket, 'message')) as [Buffer];
  return decodeMessage(new Uint8Array(data)) as { kind: string; message?: string };
}

test('a read-only host refuses every request that changes something; another host accepts it', async () => {
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
    'C:\\x',
    'a\\..\\b',
  ];
  for (const id of [...ways, 'a\0b', 'a\nb'])
    assert.throws(() => folderOf('/data', id), RangeError, JSON.stringify(id));
  // names that look like a way, and are only names of folders
  for (const id of ['~', '%2e%2e', 'a.', 'ａ', 'a/b.', '\u202ea', '…', '$HOME'])
    assert.equal(folderOf('/data', id), join('/data', ...id.split('/')), JSON.stringify(id));
});
