/** npm start and npm run serve as processes: what they open, and what they say about it. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { electronOrWhyNot } from '../../main/start/electron-runtime.ts';
import { archive, fakeMirror, refusedAddress } from '../support/fake-electron.ts';
import { checkout, temporaryHome } from './support/launch.ts';
import { startProcess } from './support/process.ts';
import type { AppProcess } from './support/process.ts';

const address = /IGPO Lab: http:\/\/127\.0\.0\.1:(\d+)\/\?token=[\w-]{43}\n/;

function start(t: TestContext, script: string, home: string, args: readonly string[] = [], env = {}): AppProcess {
  const options = ['--runs', join(home, 'runs'), '--settings', join(home, 'settings.json'), ...args];
  const app = startProcess([join(checkout, script), ...options], { ...process.env, ...env });
  t.after(() => app.stop());
  return app;
}

/** A folder with an Electron runtime that runs the given script. */
function runtime(home: string, script: string): Record<string, string> {
  const folder = join(home, 'electron');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'electron'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':0' };
}
/** Variables for a cache of its own and no proxy. */
const withMirror = (home: string, url: string): Record<string, string | undefined> => ({
  ...{ DISPLAY: ':0', ELECTRON_MIRROR: url, electron_config_cache: join(home, 'cache'), NO_PROXY: '127.0.0.1' },
  ...{ npm_config_electron_mirror: undefined, ELECTRON_OVERRIDE_DIST_PATH: undefined },
});

const hasRuntimeNow = (): boolean => 'runtime' in electronOrWhyNot({ DISPLAY: ':0' });
const hasRuntime = hasRuntimeNow() ? "Electron's runtime is here, so that nothing would be fetched" : false;
const skip = process.platform === 'linux' ? false : 'the stand-in for the runtime is a shell script';

/** Expects that npm start says why in one line, prints the address, and serves the window there. */
async function opensBrowser(app: AppProcess, why: string): Promise<void> {
  const [, port] = await app.says(address);
  const said = app.output.split('\n').filter((line) => !line.startsWith('Building'));
  assert.equal(said[0], `Opening in the browser: ${why}.`);
  assert.match(`${said[1]}\n`, address);
  assert.equal((await fetch(`http://127.0.0.1:${port}/session`)).status, 403, 'it answers, and wants the token');
  assert.equal(await app.stop(), 0);
}

test('npm start opens the browser where there is no display, no runtime of one’s own, or --web', async (t) => {
  const home = temporaryHome(t);
  const nowhere = join(home, 'nowhere');
  const cases = [
    {
      ...{ args: [], env: { DISPLAY: '', WAYLAND_DISPLAY: '' }, linux: true },
      why: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)',
    },
    {
      ...{ args: [], env: { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: nowhere }, linux: false },
      why: `there is no Electron runtime in ${nowhere}, where ELECTRON_OVERRIDE_DIST_PATH points`,
    },
    { args: ['--web'], env: { DISPLAY: ':0' }, linux: false, why: '--web asks for the browser' },
    { args: ['--port', '0'], env: { DISPLAY: ':0' }, linux: false, why: '--port asks for the browser' },
  ];
  for (const { args, env, linux, why } of cases)
    if (!linux || process.platform === 'linux') await opensBrowser(start(t, 'main/start.ts', home, args, env), why);
});

test('npm start opens the browser at once when the network refuses', { skip: hasRuntime }, async (t) => {
  const home = temporaryHome(t);
  const refused = await refusedAddress();
  const why = `Electron's runtime cannot be fetched (${refused} cannot be reached: connect ECONNREFUSED ${refused})`;
  const app = start(t, 'main/start.ts', home, [], withMirror(home, `http://${refused}/`));
  await opensBrowser(app, why);
});

test(
  'npm start says that what it fetched is not Electron’s, and keeps nothing of it',
  { skip: hasRuntime },
  async (t) => {
    const home = temporaryHome(t);
    const mirror = await fakeMirror(t, (_, answer) => answer.end(archive));
    const app = start(t, 'main/start.ts', home, [], withMirror(home, mirror.url));
    await app.says(address);
    assert.match(
      app.output,
      /^Opening in the browser: Electron's runtime cannot be fetched \(Generated checksum for /m,
    );
    assert.equal(mirror.asked.length, 1);
    assert.notEqual(hasRuntimeNow(), true);
    assert.equal(await app.stop(), 0);
  },
);

test('npm start -- --help names its options and opens nothing', async (t) => {
  const app = start(t, 'main/start.ts', temporaryHome(t), ['--help']);
  assert.equal(await app.ended, 0);
  assert.match(app.output, /^npm start -- \[options\]\n[^]*--web/);
});

test(
  'npm start opens Electron with the checkout and its own arguments, and ends when Electron ends',
  { skip },
  async (t) => {
    const home = temporaryHome(t);
    const app = start(t, 'main/start.ts', home, [], runtime(home, 'echo "started with $@"'));
    assert.equal(await app.ended, 0);
    const given = `started with ${checkout}/ --runs ${join(home, 'runs')} --settings ${join(home, 'settings.json')}`;
    assert.ok(app.output.includes(given), app.output);
    assert.doesNotMatch(app.output, /browser/);
  },
);

test('npm start opens the browser when Electron ends at once, as it does without a sandbox', { skip }, async (t) => {
  const home = temporaryHome(t);
  const app = start(t, 'main/start.ts', home, [], runtime(home, 'echo "no usable sandbox"; exit 1'));
  await app.says(address);
  assert.match(app.output, /no usable sandbox/);
  assert.match(app.output, /^Opening in the browser: Electron ended at once \(code 1\), see what it wrote above\.$/m);
  assert.equal(await app.stop(), 0);
});

test('if the usual port is taken the next one is used; a taken port that was asked for is refused', async (t) => {
  const home = temporaryHome(t);
  const other = createServer();
  t.after(() => other.close());
  const port = await new Promise<number>((done) => {
    other.on('error', () => done(4780)); // another process has the port already
    other.listen(4780, '127.0.0.1', () => done(4780));
  });
  const refused = start(t, 'main/serve.ts', home, ['--port', String(port)]);
  assert.equal(await refused.ended, 1);
  assert.equal(refused.output, `--port: expected a free port, got ${port}, which another program has\n`);
  const app = start(t, 'main/serve.ts', home);
  const [, taken] = await app.says(address);
  assert.notEqual(Number(taken), port);
  assert.match(app.output, new RegExp(`^Port 4780 is taken, this is ${taken}\\.$`, 'm'));
});
