/** What npm start decides before it opens anything. */
import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isStale } from '../../../main/start/build.ts';
import { electronOrWhyNot } from '../../../main/start/electron-runtime.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const put = (folder: string, path: string, seconds = 1000): void => {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, path);
  utimesSync(file, seconds, seconds);
};

test('without a runtime, or without a display on Linux, there is no Electron, and the reason is a sentence', (t) => {
  const folder = temporaryFolder(t);
  const display = { DISPLAY: ':0' };
  assert.deepEqual(electronOrWhyNot(display, 'linux', folder), {
    why: `there is no Electron runtime in ${join(folder, 'dist')} (npx install-electron fetches it once)`,
  });
  put(folder, 'dist/electron');
  assert.deepEqual(electronOrWhyNot(display, 'linux', folder), { runtime: join(folder, 'dist/electron') });
  assert.deepEqual(electronOrWhyNot({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', folder), {
    runtime: join(folder, 'dist/electron'),
  });
  assert.deepEqual(electronOrWhyNot({ DISPLAY: '' }, 'linux', folder), {
    why: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)',
  });
});

test('the runtime is found by the name that its package gives it, and where ELECTRON_OVERRIDE_DIST_PATH points', (t) => {
  const folder = temporaryFolder(t);
  put(folder, 'elsewhere/electron.exe');
  put(folder, 'dist/Electron.app/Contents/MacOS/Electron');
  const override = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'elsewhere') };
  assert.deepEqual(electronOrWhyNot(override, 'win32', folder), { runtime: join(folder, 'elsewhere/electron.exe') });
  assert.deepEqual(electronOrWhyNot({}, 'darwin', folder), {
    runtime: join(folder, 'dist/Electron.app/Contents/MacOS/Electron'),
  });
  put(folder, 'dist/named');
  writeFileSync(join(folder, 'path.txt'), 'named');
  assert.deepEqual(electronOrWhyNot({}, 'darwin', folder), { runtime: join(folder, 'dist/named') });
});

test('the window is built anew when a part of it is missing or older than a source, and not otherwise', (t) => {
  const folder = temporaryFolder(t);
  for (const source of ['main/a.ts', 'renderer/views/A.svelte', 'shared/b.ts']) put(folder, source, 1000);
  for (const source of ['package-lock.json', 'vite.config.ts', 'esbuild.config.ts']) put(folder, source, 1000);
  for (const each of ['main', 'renderer/views', 'renderer', 'shared']) utimesSync(join(folder, each), 1000, 1000);
  assert.ok(isStale(folder), 'never built');
  put(folder, 'dist/renderer/index.html', 2000);
  assert.ok(isStale(folder), 'one part of two');
  put(folder, 'dist/main/index.js', 2000);
  assert.ok(!isStale(folder));
  put(folder, 'renderer/views/A.svelte', 3000);
  assert.ok(isStale(folder), 'a source deep down changed');
});
