/** Electron's own installer against a mirror on this machine. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { electronFetched, electronOrWhyNot } from '../../../main/start/electron-runtime.ts';
import { fetchRuntime, installerEnvironment } from '../../../main/start/fetch-runtime.ts';
import type { Progress } from '../../../main/start/fetch-runtime.ts';
import { showProgress } from '../../../main/start/show-progress.ts';
import { archive, archivePath, fakeMirror, fakePackage, refusedAddress } from '../../support/fake-electron.ts';

const ignore = (): void => undefined;
const refuse = (): void => assert.fail('nothing is to be fetched');

test('a missing runtime is fetched once from the mirror, with its size and progress, and the app can open', async (t) => {
  const { folder, env } = fakePackage(t);
  const mirror = await fakeMirror(t, (_, answer) => {
    answer.writeHead(200, { 'content-length': archive.length });
    answer.write(archive.subarray(0, 100));
    answer.end(archive.subarray(100));
  });
  const seen: Progress[] = [];
  const withMirror = { ...env, ELECTRON_MIRROR: mirror.url };
  assert.deepEqual(electronOrWhyNot(withMirror, 'linux', folder), {
    why: "Electron's runtime has not been fetched yet (npm start fetches it once)",
    fetchable: true,
  });
  const found = await electronFetched((progress) => seen.push(progress), withMirror, 'linux', folder);
  assert.deepEqual(found, { runtime: join(folder, 'dist/electron') });
  assert.match(readFileSync(join(folder, 'dist/electron'), 'utf8'), /started with/);
  assert.deepEqual(seen[0], { from: mirror.address, received: 0, size: archive.length });
  assert.deepEqual(seen.at(-1), { from: mirror.address, received: archive.length, size: archive.length });
  await electronFetched(refuse, withMirror, 'linux', folder);
  assert.deepEqual(mirror.asked, [archivePath], 'and not again');
});

test('npm’s own setting names the mirror too, and a runtime in the cache needs no network', async (t) => {
  const { folder, env } = fakePackage(t);
  const mirror = await fakeMirror(t, (_, answer) => answer.end(archive));
  const first = { packageFolder: folder, env: { ...env, npm_config_electron_mirror: mirror.url }, report: ignore };
  assert.equal(await fetchRuntime(first), null);
  const { folder: other } = fakePackage(t);
  assert.equal(await fetchRuntime({ ...first, packageFolder: other, report: refuse }), null);
  assert.equal(mirror.asked.length, 1);
});

test('a network that refuses is one sentence, without a second attempt', async (t) => {
  const { folder, env } = fakePackage(t);
  const address = await refusedAddress();
  const found = await electronFetched(ignore, { ...env, ELECTRON_MIRROR: `http://${address}/` }, 'linux', folder);
  assert.deepEqual(found, {
    why: `Electron's runtime cannot be fetched (${address} cannot be reached: connect ECONNREFUSED ${address})`,
    fetchable: false,
  });
});

test('a mirror that does not have it is one sentence', async (t) => {
  const { folder, env } = fakePackage(t);
  const mirror = await fakeMirror(t, (_, answer) => answer.writeHead(404).end('no'));
  const options = { packageFolder: folder, env: { ...env, ELECTRON_MIRROR: mirror.url }, report: ignore };
  const where = `${mirror.url}${archivePath.slice(1)}`;
  assert.equal(
    await fetchRuntime(options),
    `Electron's runtime cannot be fetched (Response code 404 (Not Found) for ${where})`,
  );
  assert.equal(mirror.asked.length, 1);
});

test('a network that hangs, before its answer or within it, is given up and named', async (t) => {
  for (const begin of [false, true]) {
    const { folder, env } = fakePackage(t);
    const mirror = await fakeMirror(t, (_, answer) => {
      if (begin) answer.writeHead(200, { 'content-length': archive.length }).write(archive.subarray(0, 100));
    });
    const options = { packageFolder: folder, env: { ...env, ELECTRON_MIRROR: mirror.url }, report: ignore };
    assert.equal(
      await fetchRuntime({ ...options, mostSilenceMs: 100 }),
      `${mirror.address} sent nothing for 0.1 s, so Electron's runtime was not fetched`,
    );
    assert.ok(!existsSync(join(folder, 'dist')));
    const left = readdirSync(env.TMPDIR!).filter((name) => name.startsWith('electron-download'));
    assert.deepEqual(left, [], 'what had come is removed');
  }
});

test('a connection that breaks off is one sentence, and leaves no runtime', async (t) => {
  const { folder, env } = fakePackage(t);
  const mirror = await fakeMirror(t, (_, answer) => {
    answer.writeHead(200, { 'content-length': archive.length });
    answer.write(archive.subarray(0, 100), () => answer.destroy());
  });
  const options = { packageFolder: folder, env: { ...env, ELECTRON_MIRROR: mirror.url }, report: ignore };
  assert.match(
    (await fetchRuntime(options))!,
    /^Electron's runtime cannot be fetched \(127\.0\.0\.1:\d+ broke off after /,
  );
  assert.ok(!existsSync(join(folder, 'path.txt')));
});

test('an archive with another checksum is refused by Electron’s installer, and nothing of it is kept', async (t) => {
  const { folder, env } = fakePackage(t, Buffer.from('another archive'));
  const mirror = await fakeMirror(t, (_, answer) => answer.end(archive));
  const options = { packageFolder: folder, env: { ...env, ELECTRON_MIRROR: mirror.url }, report: ignore };
  assert.match(
    (await fetchRuntime(options))!,
    /^Electron's runtime cannot be fetched \(Generated checksum for "electron-/,
  );
  assert.deepEqual([existsSync(join(folder, 'dist')), existsSync(env.electron_config_cache!)], [false, false]);
});

test('a proxy is asked where a variable or npm’s setting names one', async (t) => {
  const mirror = await fakeMirror(t, (_, answer) => answer.end(archive));
  const [host, port] = mirror.address.split(':');
  for (const name of ['HTTP_PROXY', 'http_proxy', 'npm_config_proxy']) {
    const tunnels: string[] = [];
    const proxy = await fakeMirror(t, (request, answer) => {
      tunnels.push(new URL(request.url!).host);
      ask({ host, port, path: new URL(request.url!).pathname }, (found) => found.pipe(answer)).end();
    });
    proxy.server.on('connect', ({ url }, client) => {
      tunnels.push(url!.replace(/:80$/, ''));
      const through = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(through).pipe(client);
      });
    });
    const { folder, env } = fakePackage(t);
    const proxied = { ...env, ELECTRON_MIRROR: 'http://mirror.invalid/', [name]: proxy.url };
    assert.equal(await fetchRuntime({ packageFolder: folder, env: proxied, report: ignore }), null, name);
    assert.deepEqual(tunnels, ['mirror.invalid'], name);
  }
});

test('variables come before npm’s settings, and an empty setting is none', () => {
  const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = installerEnvironment({
    ...{ https_proxy: 'http://a', npm_config_https_proxy: 'http://b', npm_config_proxy: 'http://c' },
    npm_config_noproxy: '',
  });
  assert.deepEqual([HTTPS_PROXY, HTTP_PROXY, NO_PROXY], ['http://a', 'http://c', undefined]);
});

test('a package that is not installed is named, and nothing is asked of the network', async (t) => {
  const { env } = fakePackage(t);
  assert.equal(
    await fetchRuntime({ packageFolder: '/nowhere', env, report: refuse }),
    'Electron is not installed (npm ci installs it)',
  );
});

test('progress is one line that changes in a terminal, and a line for each quarter in a log', () => {
  const shown = (isTTY: boolean): string => {
    let text = '';
    const show = showProgress({ isTTY, write: (more: string) => (text += more) });
    for (const percent of [0, 0, 12, 26, 51, 52, 99, 100])
      show({ from: 'github.com', received: percent * 1.17e6, size: 117e6 });
    return text;
  };
  const line = (percent: number) => `Fetching Electron's runtime from github.com, once (117 MB): ${percent} %`;
  assert.equal(shown(false), [0, 25, 50, 75, 100].map((percent) => `${line(percent)}\n`).join(''));
  assert.equal(shown(true), `${[0, 12, 26, 51, 52, 99, 100].map((percent) => `\r${line(percent)}`).join('')}\n`);
});
