/** npm start and npm run serve as processes: what they open, and what they say about it. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
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

/** A folder with an Electron runtime that does this. */
function runtime(home: string, script: string): Record<string, string> {
  const folder = join(home, 'electron');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'electron'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':0' };
}
const skip = process.platform === 'linux' ? false : 'the stand-in for the runtime is a shell script';

test('npm start opens the browser where there is no runtime, and says why and where', async (t) => {
  const home = temporaryHome(t);
  const nowhere = join(home, 'nowhere');
  const app = start(t, 'main/start.ts', home, [], { ELECTRON_OVERRIDE_DIST_PATH: nowhere });
  const [, port] = await app.says(address);
  assert.match(
    app.output,
    /^Opening in the browser: there is no Electron runtime in .*nowhere \(npx install-electron/m,
  );
  assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 403, 'it answers, and wants the token');
  assert.equal(await app.stop(), 0);
});

test('npm start opens Electron with the checkout and what it was given, and ends with it', { skip }, async (t) => {
  const home = temporaryHome(t);
  const app = start(t, 'main/start.ts', home, [], runtime(home, 'echo "started with $@"'));
  assert.equal(await app.ended, 0);
  const given = `started with ${checkout}/ --runs ${join(home, 'runs')} --settings ${join(home, 'settings.json')}`;
  assert.ok(app.output.includes(given), app.output);
  assert.doesNotMatch(app.output, /browser/);
});

test('npm start opens the browser when Electron ends at once, as it does without a sandbox', { skip }, async (t) => {
  const home = temporaryHome(t);
  const app = start(t, 'main/start.ts', home, [], runtime(home, 'echo "no usable sandbox"; exit 1'));
  await app.says(address);
  assert.match(app.output, /no usable sandbox/);
  assert.match(app.output, /^Opening in the browser: Electron ended at once \(code 1\), see what it wrote above\.$/m);
  assert.equal(await app.stop(), 0);
});

test('a taken port: the usual one gives way to the next, one that was asked for is refused', async (t) => {
  const home = temporaryHome(t);
  const other = createServer();
  t.after(() => other.close());
  const port = await new Promise<number>((done) => {
    other.on('error', () => done(4780)); // somebody has it already
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
