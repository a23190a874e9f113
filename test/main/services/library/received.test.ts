/** Folders as a colleague may send them, through the services and the real training process: nothing outside of the
 *  data folder is changed by what a person does with them, and nothing at all by opening them. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { runFiles } from '../../../../main/run-folder/run-folder.ts';
import { keptFolder } from '../../../../main/run-folder/installation.ts';
import type { JsonObject } from '../../../../shared/util/json.ts';
import { connectedApp, follow } from '../../../support/connected-app.ts';
import { fakeProcesses } from '../../../support/fake-process.ts';
import { saveSyntheticExperiment, saveSyntheticRun } from '../../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyBase } from '../../../support/tiny-run.ts';
import { saveTinyWarmStart } from '../../../support/tiny-warm-start.ts';

/** Every file and folder below a folder, with bytes and time of the last change. */
const contents = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const found = statSync(path);
      return `${name} ${found.mtimeMs} ${found.isFile() ? readFileSync(path, 'base64') : ''}`;
    });

test('a note on a received run is written beside a link that waits for it, not through it', async (t) => {
  const [elsewhere, dataFolder] = [temporaryFolder(t), temporaryFolder(t)];
  const received = join(dataFolder, 'received');
  saveSyntheticRun(received);
  for (const name of ['bashrc', 'profile']) writeFileSync(join(elsewhere, name), 'theirs');
  symlinkSync(join(elsewhere, 'bashrc'), join(received, '.annotation.json.part'));
  symlinkSync(join(elsewhere, 'profile'), join(dataFolder, '.reports'));
  const before = contents(elsewhere);
  const client = connectedApp(t, { dataFolder }).window();
  await follow(client, 'overview', {}).until(({ runs }) => runs.length > 0, 'the run');
  await client.request('annotate', { ids: ['received'], note: '$(touch proof)', archived: true });
  await assert.rejects(client.request('keepReport', { ids: ['received'], own: { title: 'x' } }), /got a link/);
  assert.match(readFileSync(join(received, 'annotation.json'), 'utf8'), /touch proof/);
  assert.deepEqual(contents(elsewhere), before);
});

test('opening a received data folder starts, stops and deletes nothing', async (t) => {
  const dataFolder = temporaryFolder(t);
  const [first] = saveSyntheticExperiment(dataFolder, 'theirs', 1);
  saveSyntheticRun(first, { ends: [] });
  const old = join(dataFolder, '.bin/2020-01-01-0123456789abcdef');
  const leave = (path: string, content: object): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  };
  leave(join(dataFolder, '.queue/queue.json'), { waiting: ['theirs/igpo-seed-1', 'theirs/grpo-seed-1'] });
  leave(join(dataFolder, 'queues/queue.json'), { waiting: ['theirs/igpo-seed-1'] });
  leave(join(old, 'contents.json'), { removed: '2020-01-01T00:00:00.000Z', ids: ['a'] });
  leave(join(old, '0/config.json'), {});
  leave(join(dataFolder, '.import-0123456789abcdef/config.json'), {});
  const sent = { pid: process.ppid, host: 'elsewhere', processStart: '1', since: '2026-01-01T00:00:00.000Z' };
  leave(join(first, 'run.lock'), sent);
  const before = contents(dataFolder);
  t.mock.method(process, 'emitWarning', () => undefined);
  const { startProcess, begun } = fakeProcesses();
  const { app, window } = connectedApp(t, { dataFolder, startProcess });
  await follow(window(), 'overview', {}).until(({ runs }) => runs.some(({ step }) => step > 0), 'the runs');
  await app.close();
  assert.equal(begun.length, 0);
  const isIndex = (line: string) => line.startsWith('.index.sqlite');
  assert.deepEqual(
    contents(dataFolder).filter((line) => !isIndex(line)),
    before,
  );
  assert.equal(keptFolder('/settings.json', dataFolder).startsWith(dataFolder), false);
});

test('a received run resumes through no link and no second name, and removing it leaves alone where they lead', async (t) => {
  const root = temporaryFolder(t);
  const [dataFolder, elsewhere, made] = ['data', 'elsewhere', 'made'].map((name) => join(root, name));
  const checkpoint = join(root, 'warm-start');
  await saveTinyWarmStart(checkpoint);
  const first = connectedApp(t, { dataFolder: made });
  const client = first.window();
  const experiment = {
    ...{ name: 'real', title: 'Real', seeds: [1] },
    base: tinyBase(checkpoint, { train: { steps: 500, evaluateEvery: 0 } }),
    algorithms: [{ label: 'igpo', overrides: { 'algorithm.name': 'igpo' } }],
  };
  await client.request('startExperiment', { experiment: experiment as unknown as JsonObject });
  await follow(client, 'overview', {}).until(({ runs }) => runs.some(({ step }) => step >= 2), 'step 2');
  await first.app.close();

  const parts = ['rollouts', 'checkpoints', 'superseded', 'metrics.jsonl', 'events.jsonl', 'run.lock', 'config.json'];
  const sent = [...parts, 'checkpoints/all', 'metrics.jsonl twice', 'events.jsonl twice'];
  mkdirSync(dataFolder);
  const idOf = (part: string) => part.replace(/\W/g, '-');
  for (const part of sent) {
    const folder = join(dataFolder, idOf(part));
    const place = join(elsewhere, idOf(part));
    cpSync(join(made, 'real/igpo-seed-1'), folder, { recursive: true });
    mkdirSync(place, { recursive: true });
    const { config } = runFiles(folder);
    const manifest = JSON.parse(readFileSync(config, 'utf8')) as object;
    writeFileSync(config, JSON.stringify({ ...manifest, id: part }));
    mkdirSync(join(folder, 'superseded'), { recursive: true });
    appendFileSync(runFiles(folder).metrics, '{"step"'); // so that something is set aside
    if (part === 'run.lock') writeFileSync(join(folder, part), '{"pid":1}');
    const names = part === 'checkpoints/all' ? readdirSync(join(folder, 'checkpoints')) : [part.split(' ')[0]];
    for (const name of names) {
      const inside = join(folder, part === 'checkpoints/all' ? `checkpoints/${name}` : name);
      renameSync(inside, join(place, name));
      if (part.endsWith(' twice')) linkSync(join(place, name), inside);
      else symlinkSync(join(place, name), inside);
    }
  }
  const before = contents(elsewhere);
  const opened = connectedApp(t, { dataFolder }).window();
  const overview = follow(opened, 'overview', {});
  const failed = new Map<string, string>();
  const read = new Set<string>();
  await overview.until(({ runs }) => {
    for (const { id, state } of runs) if (state !== 'planned') read.add(id);
    return read.size === sent.length;
  }, 'all');
  const ids = sent.map(idOf);
  const begun = opened.request('control', { runs: ids, action: 'start' });
  await assert.rejects(begun, /config\.json: expected the config of a run, got a link/); // the others begin
  await overview.until(({ runs }) => {
    for (const { id, failure } of runs) if (failure !== null) failed.set(id, failure);
    return ids.every((id) => /link|one name|intact checkpoint/.test(failed.get(id) ?? ''));
  }, 'every refusal');
  assert.deepEqual(contents(elsewhere), before);
  await opened.request('annotate', { ids, note: 'mine' });
  await opened.request('remove', { ids });
  assert.deepEqual(contents(elsewhere), before);
  assert.deepEqual(
    readdirSync(dataFolder).filter((name) => !name.startsWith('.')),
    [],
  );
});
