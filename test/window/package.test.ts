/** What an installer holds. It is built offline around a stub of Electron's runtime, unpacked, and used like a
 *  checkout. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { noChromium } from './support/chromium.ts';
import { checkout, drivers, temporaryHome } from './support/launch.ts';
import { quickstartAndRestart } from './support/quickstart.ts';
import { startStandIn } from './support/stand-in.ts';
import type { Bom, Bundled } from '../support/sbom.ts';
import { fakeMirror } from '../support/fake-electron.ts';
import { publicHalf, signRelease } from '../support/signed-release.ts';
import { until } from '../support/until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const skip = process.platform === 'linux' ? false : 'the stub stands for a Linux runtime';
let unpacked: string;
let files: readonly string[];

before((t) => {
  if (skip) return;
  const folder = temporaryFolder(t as never);
  execFileSync(process.execPath, [join(checkout, 'test/support/write-sbom.ts')], { stdio: 'inherit' });
  const stub = stubRuntime(join(folder, 'stub'));
  const builder = join(checkout, 'node_modules/electron-builder/cli.js');
  const args = ['--linux', '--dir', `-c.electronDist=${stub}`, `-c.directories.output=${join(folder, 'package')}`];
  execFileSync(process.execPath, [builder, ...args], { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] });
  unpacked = join(folder, 'package/linux-unpacked');
  files = listPackage(join(unpacked, 'resources/app.asar'), { isPack: false }).map((path) => path.slice(1));
});

/** The fuses as a real runtime holds them: the sentinel, version 1, their number, and each of them on. */
function stubRuntime(folder: string): string {
  const fuses = ['dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', '\x01\x09', '1'.repeat(9)].join('');
  mkdirSync(join(folder, 'locales'), { recursive: true });
  for (const name of ['LICENSE', 'version', 'locales/en-US.pak']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'electron'), `stub ${fuses} stub`, { mode: 0o755 });
  return folder;
}

test('the package holds the bundles, the built window, presets and warm starts, and no source', { skip }, () => {
  for (const file of ['index.js', 'preload.cjs', 'trainer-entry.js', 'trainer-probe.js'])
    assert.ok(files.includes(`dist/main/${file}`), file);
  assert.ok(files.includes('dist/renderer/index.html'));
  assert.ok(files.includes('resources/presets/quickstart/experiment.json'));
  assert.ok(files.includes('resources/checkpoints/quickstart-graded/model.json'));
  assert.deepEqual([...new Set(files.map((path) => path.split('/')[0]))].sort(), [
    'dist',
    'node_modules',
    'package.json',
    'resources',
  ]);
  assert.deepEqual(
    files.filter((path) => /\.(ts|svelte|map)$/.test(path)),
    [],
  );
});

test(
  'beside the archive is a list of what the package holds, with the licences of the window’s bundle',
  { skip },
  () => {
    const bom = JSON.parse(readFileSync(join(unpacked, 'resources/sbom.cdx.json'), 'utf8')) as Bom;
    const listed = new Set(bom.components.map(({ name, version }) => `${name}@${version}`));
    const licences = extractFile(join(unpacked, 'resources/app.asar'), 'dist/renderer/licenses.json').toString();
    const bundled = JSON.parse(licences) as { name: string; version: string; text: string }[];
    assert.ok(bundled.some(({ name }) => name === 'svelte'));
    for (const { name, version, text } of bundled) {
      assert.ok(listed.has(`${name}@${version}`), name);
      assert.ok(text.length > 100, `the licence of ${name}`);
    }
    for (const path of files.filter((one) => /^node_modules\/[^/]+\/package\.json$/.test(one))) {
      const { name, version } = JSON.parse(
        extractFile(join(unpacked, 'resources/app.asar'), path).toString(),
      ) as Bundled;
      assert.ok(listed.has(`${name}@${version}`), name);
    }
  },
);

test('the package holds only the native modules, with binaries for this system only', { skip }, () => {
  const packages = files.flatMap((path) => /^node_modules\/([^/]+)$/.exec(path)?.[1] ?? []);
  assert.deepEqual(packages.sort(), ['better-sqlite3', 'onnxruntime-common', 'onnxruntime-node']);
  const outside = readdirSync(join(unpacked, 'resources/app.asar.unpacked'), { recursive: true, encoding: 'utf8' });
  const binaries = `node_modules/onnxruntime-node/bin/napi-v6/linux/${process.arch}`;
  assert.deepEqual(outside.filter((path) => /\.[a-z0-9]+$/.test(path)).sort(), [
    `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    `${binaries}/libonnxruntime.so.1`,
    `${binaries}/onnxruntime_binding.node`,
  ]);
});

test('the fuses are set: no Node options, no debugger, only the sealed app', { skip }, async () => {
  const [DISABLE, ENABLE] = ['0', '1'].map((state) => state.charCodeAt(0));
  const wire = await getCurrentFuseWire(join(unpacked, 'igpo-lab'));
  const state = (fuse: FuseV1Options): unknown => wire[fuse];
  assert.equal(state(FuseV1Options.RunAsNode), DISABLE);
  assert.equal(state(FuseV1Options.EnableNodeOptionsEnvironmentVariable), DISABLE);
  assert.equal(state(FuseV1Options.EnableNodeCliInspectArguments), DISABLE);
  assert.equal(state(FuseV1Options.GrantFileProtocolExtraPrivileges), DISABLE);
  assert.equal(state(FuseV1Options.OnlyLoadAppFromAsar), ENABLE);
  assert.equal(state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation), ENABLE);
  assert.equal(state(FuseV1Options.EnableCookieEncryption), ENABLE);
});

test('unpacked elsewhere, the package trains', { skip: skip || noChromium }, async (t) => {
  const [standIn] = drivers;
  await quickstartAndRestart(t, standIn!, { root: extracted(t) });
});

test(
  'an installed app keeps runs in the documents folder, and has no developer tools',
  { skip: skip || noChromium },
  async (t) => {
    const home = temporaryHome(t);
    const app = await startStandIn({ home, root: extracted(t), dataFolder: null, packaged: true });
    t.after(() => app.close());
    await app.page.getByText(join(home, 'user/documents/IGPO Lab')).waitFor();
    const [options] = (await app.recorded('BrowserWindow')) as { webPreferences: { devTools: boolean } }[];
    assert.equal(options!.webPreferences.devTools, false);
    assert.doesNotMatch(JSON.stringify(await app.recorded('menu')), /reload|toggleDevTools/i);
  },
);

test(
  'an installed app looks for an update when a person asks and at no other time, and fetches what was signed',
  { skip: skip || noChromium },
  async (t) => {
    const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const [installer, home, root] = [Buffer.from('an installer'), temporaryHome(t), extracted(t)];
    const [name, platform] = ['igpo-lab-99.0.0.AppImage', `${process.platform}-${process.arch}`];
    const sha512 = createHash('sha512').update(installer).digest('hex');
    const files = [{ platform, name, size: installer.length, sha512 }];
    const published = '2026-11-22T10:00:00.000Z';
    const list = signRelease({ product: 'igpo-lab', version: '99.0.0', published, files }, key);
    const { url, asked } = await fakeMirror(t, ({ url: path }, response) =>
      response.end(path === `/${name}` ? installer : list),
    );
    const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
    const update = { url: `${url}release.json`, keys: publicHalf(key) };
    writeFileSync(join(root, 'package.json'), JSON.stringify({ ...about, update }));
    const downloads = join(home, 'user/downloads');
    mkdirSync(downloads, { recursive: true });

    const app = await startStandIn({ home, root, dataFolder: null, packaged: true });
    t.after(() => app.close());
    await app.page.getByText(join(home, 'user/documents/IGPO Lab')).waitFor();
    assert.deepEqual(asked, []);
    await app.ask('answerDialog', 1);
    await app.ask('choose', 'help', 'Check for updates…');
    await until(async () => (await app.recorded('showMessageBox')).length === 1, 'a message');
    assert.deepEqual(asked, ['/release.json'], 'not now was chosen');
    await app.ask('choose', 'help', 'Check for updates…'); // the stand-in chooses the first button
    await until(async () => (await app.recorded('showItemInFolder')).length === 1, 'the installer');
    assert.deepEqual(asked.slice(1), ['/release.json', `/${name}`]);
    assert.deepEqual(readFileSync(join(downloads, name)), installer);
  },
);

function extracted(t: TestContext): string {
  const root = temporaryFolder(t);
  extractAll(join(unpacked, 'resources/app.asar'), root);
  return root;
}
