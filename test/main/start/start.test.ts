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

const display = { DISPLAY: ':0' };
const toFetch = { why: "Electron's runtime has not been fetched yet (npm start fetches it once)", fetchable: true };

test('without a display on Linux there is no Electron, and nothing is fetched for it', (t) => {
  const folder = temporaryFolder(t);
  const noDisplay = { why: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)', fetchable: false };
  assert.deepEqual(electronOrWhyNot({ DISPLAY: '' }, 'linux', folder), noDisplay);
  assert.deepEqual(electronOrWhyNot({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', folder), toFetch);
  assert.deepEqual(electronOrWhyNot({}, 'darwin', folder), toFetch);
});

test('a runtime counts once its installer has written its last file, so that half a one is fetched again', (t) => {
  const folder = temporaryFolder(t);
  put(folder, 'dist/Electron.app/Contents/MacOS/Electron');
  assert.deepEqual(electronOrWhyNot({}, 'darwin', folder), toFetch);
  writeFileSync(join(folder, 'path.txt'), 'Electron.app/Contents/MacOS/Electron');
  const runtime = join(folder, 'dist/Electron.app/Contents/MacOS/Electron');
  assert.deepEqual(electronOrWhyNot({}, 'darwin', folder), { runtime });
  assert.deepEqual(electronOrWhyNot({ DISPLAY: '' }, 'darwin', folder), { runtime });
});

test('a folder of one’s own is used as it is, and ELECTRON_SKIP_BINARY_DOWNLOAD is obeyed', (t) => {
  const folder = temporaryFolder(t);
  put(folder, 'elsewhere/electron.exe');
  const override = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'elsewhere') };
  assert.deepEqual(electronOrWhyNot(override, 'win32', folder), { runtime: join(folder, 'elsewhere/electron.exe') });
  assert.deepEqual(electronOrWhyNot({ ...override, ...display }, 'linux', folder), {
    why: `there is no Electron runtime in ${join(folder, 'elsewhere')}, where ELECTRON_OVERRIDE_DIST_PATH points`,
    fetchable: false,
  });
  assert.deepEqual(electronOrWhyNot({ ...display, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' }, 'linux', folder), {
    why: "Electron's runtime is missing and ELECTRON_SKIP_BINARY_DOWNLOAD is set",
    fetchable: false,
  });
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
