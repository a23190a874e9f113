/** A data folder that holds a link to an experiment elsewhere: it is read where it lies, and never changed. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectedApp, follow } from '../../../support/connected-app.ts';
import { fakeProcesses } from '../../../support/fake-process.ts';
import type { JsonObject } from '../../../../shared/util/json.ts';
import { saveSyntheticExperiment, saveSyntheticRun, syntheticExperiment } from '../../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const contents = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      return statSync(path).isFile() ? `${name} ${readFileSync(path, 'base64')}` : name;
    });

test('a linked experiment is listed with where it lies, and no request changes it', async (t) => {
  const [elsewhere, dataFolder] = [temporaryFolder(t), temporaryFolder(t)];
  const [first] = saveSyntheticExperiment(elsewhere, 'theirs', 1);
  saveSyntheticRun(first, { ends: ['stopped'] });
  symlinkSync(join(elsewhere, 'theirs'), join(dataFolder, 'theirs'));
  symlinkSync('/etc', join(dataFolder, 'etc')); // a link to anything else is no experiment
  const { startProcess, begun } = fakeProcesses();
  const client = connectedApp(t, { dataFolder, startProcess }).window();
  const overview = follow(client, 'overview', {});
  const { experiments, runs } = await overview.until(
    (change) => change.runs.some(({ id, step }) => id === 'theirs/igpo-seed-1' && step > 0),
    'its run',
  );
  assert.deepEqual(
    experiments.map(({ id, linkedTo }) => [id, linkedTo]),
    [['theirs', realpathSync(join(elsewhere, 'theirs'))]],
  );
  assert.ok(runs.every(({ id }) => id.startsWith('theirs/')));
  const before = contents(elsewhere);
  const refused = /expected a file or folder of its own, got a link to/;
  const run = 'theirs/igpo-seed-1';
  await assert.rejects(client.request('control', { runs: [run], action: 'start' }), refused);
  await assert.rejects(client.request('control', { runs: ['theirs/grpo-seed-1'], action: 'start' }), refused);
  await assert.rejects(client.request('annotate', { ids: ['theirs'], note: 'mine' }), refused);
  await assert.rejects(client.request('annotate', { ids: [run], archived: true }), refused);
  await assert.rejects(client.request('remove', { ids: [run] }), refused);
  assert.equal(begun.length, 0);
  const { undo } = await client.request('remove', { ids: ['theirs'] }); // the link, not what it leads to
  assert.deepEqual(contents(elsewhere), before);
  await client.request('restore', { undo });
  assert.ok(readdirSync(dataFolder).includes('theirs'));
  assert.deepEqual(contents(elsewhere), before);
});

test('a run of an own experiment that is a link itself is not listed, and its name is not begun through it', async (t) => {
  const [elsewhere, dataFolder] = [temporaryFolder(t), temporaryFolder(t)];
  const [first] = saveSyntheticExperiment(dataFolder, 'own', 1);
  mkdirSync(join(elsewhere, 'run'));
  saveSyntheticRun(join(elsewhere, 'run'), { ends: ['stopped'] });
  symlinkSync(join(elsewhere, 'run'), first);
  const before = contents(elsewhere);
  const { startProcess, begun } = fakeProcesses();
  const client = connectedApp(t, { dataFolder, startProcess }).window();
  const { experiments } = await follow(client, 'overview', {}).until(({ runs }) => runs.length > 0, 'the runs');
  assert.match(experiments[0].problem ?? '', /own\/igpo-seed-1: expected a file or folder of its own, got a link to /);
  await assert.rejects(
    client.request('control', { runs: ['own/igpo-seed-1'], action: 'start' }),
    /expected a file or folder of its own, got a link to|got a link/,
  );
  assert.equal(begun.length, 0);
  assert.deepEqual(contents(elsewhere), before);
});

test('a link that takes the place of a run while it waits is not followed either', async (t) => {
  const [elsewhere, dataFolder] = [temporaryFolder(t), temporaryFolder(t)];
  const { startProcess, begun, beginning } = fakeProcesses();
  const client = connectedApp(t, { dataFolder, startProcess }).window();
  const overview = follow(client, 'overview', {});
  const experiment = syntheticExperiment('own', 1) as unknown as JsonObject;
  await client.request('startExperiment', { experiment });
  await beginning(1);
  symlinkSync(elsewhere, join(dataFolder, 'own/grpo-seed-1'));
  begun[0].end('steps');
  const { runs } = await overview.until(
    (change) => change.runs.some(({ id, failure }) => id === 'own/grpo-seed-1' && failure !== null),
    'the refusal',
  );
  assert.match(
    runs.find(({ id }) => id === 'own/grpo-seed-1')!.failure!,
    /own\/grpo-seed-1: expected .* got a link to/,
  );
  assert.equal(begun.length, 1);
  assert.deepEqual(readdirSync(elsewhere), []);
});
