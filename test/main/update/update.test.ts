/** Updates from a server on this machine: good, tampered and older ones. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { expectSafe, feedOf } from '../../../main/update/feed.ts';
import { isLater, openRelease } from '../../../main/update/release.ts';
import type { Release } from '../../../main/update/release.ts';
import { fetchInstaller, findUpdate } from '../../../main/update/update.ts';
import { publicHalf, signRelease } from '../../support/signed-release.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const newKey = (kind: 'ed25519' | 'ed448' = 'ed25519'): string =>
  generateKeyPairSync(kind as 'ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const key = newKey();
const keys = [publicHalf(newKey()), publicHalf(key)];
const installer = Buffer.from('an installer');
const file = {
  ...{ platform: 'linux-x64', name: 'igpo-lab-1.10.0-linux-x86_64.AppImage', size: installer.length },
  sha512: createHash('sha512').update(installer).digest('hex'),
};
const release: Release = {
  product: 'igpo-lab',
  version: '1.10.0',
  published: '2026-11-22T10:00:00.000Z',
  files: [file],
};
const never = new AbortController().signal;

/** Serves these bodies by path and notes what was asked. */
async function serve(t: TestContext, bodies: Readonly<Record<string, string | Buffer>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    const body = new Map(Object.entries(bodies)).get(request.url!.slice(1));
    if (body === undefined) response.writeHead(404).end();
    else if (body.toString().startsWith('->')) response.writeHead(302, { location: body.toString().slice(2) }).end();
    else response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close().closeAllConnections());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/release.json`;
  return { feed: { url, keys, version: '1.9.3' }, asked };
}

test('a release that is later is found with the installer for this system', async (t) => {
  const { feed, asked } = await serve(t, { 'release.json': signRelease(release, key) });
  assert.deepEqual(await findUpdate(feed, 'linux-x64'), { release, file });
  assert.deepEqual(await findUpdate(feed, 'win32-x64'), { release, file: null });
  assert.deepEqual(asked, ['/release.json', '/release.json']); // and nothing else
});

test('a release that is not later is not offered', async (t) => {
  for (const version of ['1.9.3', '1.9.2', '0.99.99']) {
    const { feed } = await serve(t, { 'release.json': signRelease({ ...release, version }, key) });
    assert.equal(await findUpdate(feed, 'linux-x64'), null, version);
  }
});

test('a list that is unsigned, signed by others or changed is refused before it is read', async (t) => {
  const good = JSON.parse(signRelease(release, key)) as { signed: string; signature: string };
  const listed = (change: object): string => JSON.stringify({ ...good, ...change });
  const cases: readonly (readonly [string, RegExp])[] = [
    [signRelease(release, newKey()), /expected a release signed by the makers of this app/],
    [listed({ signed: good.signed.replace('1.10.0', '1.11.0') }), /signed by the makers/],
    [listed({ signed: `${good.signed} ` }), /signed by the makers/],
    [listed({ signature: '' }), /signed by the makers/],
    [listed({ signature: good.signature.slice(4) }), /signed by the makers/],
    [listed({ signature: null }), /signature: expected text, got null/],
    [listed({ signed: 'not JSON, not signed' }), /signed by the makers/],
    ['<html>', /expected JSON, got/],
    ['{}', /signed: expected text, got nothing/],
    ['x'.repeat(70_000), /expected at most 65,536 bytes, got more/],
  ];
  for (const [body, sentence] of cases) {
    const { feed } = await serve(t, { 'release.json': body });
    await assert.rejects(findUpdate(feed, 'linux-x64'), sentence);
  }
  const { feed } = await serve(t, {});
  await assert.rejects(findUpdate(feed, 'linux-x64'), /expected an answer with status 200, got 404$/);
  await assert.rejects(
    findUpdate({ ...feed, url: 'http://127.0.0.1:1/x' }, 'linux-x64'),
    /expected an answer, got none/,
  );
});

test('a signed list is checked all the same: names without folders, hashes, versions', () => {
  for (const change of [
    ...['../x', '.x', 'a/b', 'a\\b', '', 'x\u202e', '-x'].map((name) => ({ files: [{ ...file, name }] })),
    ...[-1, 0.5, 2 ** 31].map((size) => ({ files: [{ ...file, size }] })),
    ...[{ files: [] }, { files: [{ ...file, sha512: 'ab' }] }, { version: '1.2' }, { version: '1.2.3-beta' }],
    ...[{ product: 'other' as 'igpo-lab' }, { published: 'today' }, { more: 1 }],
  ])
    assert.throws(() => signRelease({ ...release, ...change }, key), /expected|unknown key/, JSON.stringify(change));
});

test('an installer gets its name in the folder only after it is verified', async (t) => {
  const folder = temporaryFolder(t);
  const { feed } = await serve(t, { [file.name]: installer });
  const path = await fetchInstaller(feed, file, folder, never);
  assert.equal(path, join(folder, file.name));
  assert.deepEqual(readFileSync(path), installer);
  assert.deepEqual(readdirSync(folder), [file.name]);
  await assert.rejects(fetchInstaller(feed, file, folder, never), /expected a new file, got one that is there/);
  assert.deepEqual(readdirSync(folder), [file.name]);
});

test('nothing is kept of an installer that is changed, cut, lengthened or missing', async (t) => {
  const folder = temporaryFolder(t);
  const changed = Buffer.from('AN INSTALLER');
  for (const body of [changed, installer.subarray(1), Buffer.concat([installer, changed])]) {
    const { feed } = await serve(t, { [file.name]: body });
    const refused = /expected the installer that was signed|expected at most 12 bytes, got more/;
    await assert.rejects(fetchInstaller(feed, file, folder, never), refused);
  }
  const { feed } = await serve(t, {});
  await assert.rejects(fetchInstaller(feed, file, folder, never), /got 404$/);
  await assert.rejects(fetchInstaller(feed, file, folder, AbortSignal.abort()), /expected an answer, got none/);
  assert.deepEqual(readdirSync(folder), []);
});

test('a link in the downloads is not written through', async (t) => {
  const folder = temporaryFolder(t);
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(join(folder, 'downloads'));
  writeFileSync(elsewhere, 'mine');
  symlinkSync(elsewhere, join(folder, 'downloads', file.name));
  const { feed } = await serve(t, { [file.name]: installer });
  await assert.rejects(fetchInstaller(feed, file, join(folder, 'downloads'), never), /got a link to /);
  assert.equal(readFileSync(elsewhere, 'utf8'), 'mine');
});

test('no address that others on the way could change is asked or followed', async (t) => {
  for (const address of [
    'http://example.invalid/x',
    'ftp://127.0.0.1/x',
    'file:///etc/passwd',
    'http://127.0.0.1.example/',
  ])
    assert.throws(() => expectSafe(address), /expected an address that begins with https:\/\//);
  const other = await serve(t, { 'x.json': signRelease(release, key) });
  const there = new URL('/x.json', other.feed.url).href;
  const unsafe = await serve(t, { 'release.json': `->${there.replace('127.0.0.1', 'localhost')}` });
  await assert.rejects(findUpdate(unsafe.feed, 'linux-x64'), /expected an address that begins with https:\/\//);
  assert.deepEqual(other.asked, []);
  const safe = await serve(t, { 'release.json': `->${there}` });
  assert.equal((await findUpdate(safe.feed, 'linux-x64'))!.release.version, '1.10.0');
  const round = await serve(t, { 'release.json': '->/release.json' });
  await assert.rejects(findUpdate(round.feed, 'linux-x64'), /expected an answer with status 200, got 302$/);
  assert.equal(round.asked.length, 6);
});

test('a checkout has no feed; a build has that of its package.json', (t) => {
  assert.equal(feedOf(join(import.meta.dirname, '../../..')), null);
  const root = temporaryFolder(t);
  const about = (update: unknown): void =>
    writeFileSync(join(root, 'package.json'), JSON.stringify({ version: '1.2.3', update }));
  about({ url: 'https://example.invalid/release.json', keys: keys.join(',') });
  assert.deepEqual(feedOf(root), { url: 'https://example.invalid/release.json', keys, version: '1.2.3' });
  about({ url: 'https://example.invalid/release.json' });
  assert.throws(() => feedOf(root), /keys: expected a text, got nothing/);
  about({ url: 'http://example.invalid/release.json', keys: keys[0] });
  assert.throws(() => feedOf(root), /expected an address that begins with https/);
});

test('a key of another kind is refused', () => {
  const other = newKey('ed448');
  const signed = signRelease(release, key);
  assert.throws(() => openRelease(signed, [publicHalf(other)], 'x'), /expected an Ed25519 key, got ed448/);
});

test('a build with its key accepts the list that is written for its installers', (t) => {
  const folder = temporaryFolder(t);
  const names = ['igpo-lab-0.1.0-linux-x86_64.AppImage', 'igpo-lab-0.1.0-mac-arm64.dmg', 'igpo-lab-0.1.0-win-x64.exe'];
  for (const name of names) writeFileSync(join(folder, name), name);
  writeFileSync(join(folder, 'key.pem'), key);
  const script = join(import.meta.dirname, '../../support/sign-release.ts');
  const args = [script, '--key', join(folder, 'key.pem'), '--out', folder, ...names.map((name) => join(folder, name))];
  const said = execFileSync(process.execPath, args, { encoding: 'utf8' });
  const [, told] = /^Public key: (\S+)$/m.exec(said)!;
  const made = openRelease(readFileSync(join(folder, 'release.json'), 'utf8'), [told], 'release.json');
  assert.deepEqual(
    made.files.map(({ platform, name, size }) => [platform, name, size]),
    ['linux-x64', 'darwin-arm64', 'win32-x64'].map((platform, i) => [platform, names[i], names[i].length]),
  );
});

test('versions are compared as numbers, part by part', () => {
  assert.ok(isLater('1.10.0', '1.9.9') && isLater('2.0.0', '1.99.99') && isLater('1.0.1', '1.0.0+abc'));
  assert.ok(!isLater('1.9.9', '1.10.0') && !isLater('1.0.0', '1.0.0') && !isLater('1.0.0', '1.0.0-dirty'));
});
