import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { contract } from '../../../../shared/ipc/contract.ts';
import type { RunRow } from '../../../../shared/ipc/views.ts';
import type { JsonObject } from '../../../../shared/util/json.ts';
import { createBin } from '../../../../main/services/library/bin.ts';
import { keptFolder } from '../../../../main/run-folder/installation.ts';
import { runFiles } from '../../../../main/run-folder/run-folder.ts';
import { connectedApp, follow } from '../../../support/connected-app.ts';
import { fakeProcesses } from '../../../support/fake-process.ts';
import {
  saveSyntheticExperiment,
  saveSyntheticRun,
  syntheticExperiment,
  writeEvents,
  writeLines,
} from '../../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { nextTurn } from '../../../support/until.ts';

const synthetic = (name = 'one', seeds = 1) => syntheticExperiment(name, seeds) as unknown as JsonObject;

function faked(t: TestContext, options: { readonly readOnly?: boolean } = {}) {
  const { begun, beginning, startProcess } = fakeProcesses();
  const connected = connectedApp(t, { startProcess, ...options });
  const client = connected.window();
  const overview = follow(client, 'overview', {});
  const until = (id: string, holds: (row: RunRow) => boolean, what: string) =>
    overview.until(({ runs }) => runs.some((row) => row.id === id && holds(row)), `${id} ${what}`);
  const kept = keptFolder(join(connected.dataFolder, '../settings.json'), connected.dataFolder);
  return { ...connected, begun, beginning, client, overview, until, kept };
}

test('every name of the contract has its handler', (t) => {
  const { app } = faked(t);
  assert.deepEqual(Object.keys(app.handlers).sort(), Object.keys(contract).sort());
});

test('an experiment starts, its runs take turns, and the overview sends everything once and then only changes', async (t) => {
  const { client, overview, begun, beginning, until } = faked(t);
  await overview.until(({ whole }) => whole, 'the first value');
  const { experiment } = await client.request('startExperiment', { experiment: synthetic() });
  assert.equal(experiment, 'one');
  const [first, second] = ['one/igpo-seed-1', 'one/grpo-seed-1'];
  await until(first!, ({ state }) => state === 'running', 'running');
  await until(second!, ({ state }) => state === 'queued', 'queued');
  begun[0].line(0);
  begun[0].line(1);
  await until(first!, ({ step }) => step === 1, 'at step 1');
  await client.request('control', { runs: [first!], action: 'pause' });
  await until(first!, ({ state }) => state === 'paused', 'paused');
  await client.request('control', { runs: [first!], action: 'resume' });
  begun[0].end('steps');
  await until(first!, ({ state }) => state === 'finished', 'finished');
  await until(second!, ({ state }) => state === 'running', 'running');
  await client.request('control', { runs: [second!], action: 'stop' });
  await until(second!, ({ state }) => state === 'stopped', 'stopped');
  assert.deepEqual(overview.values.map(({ whole }) => whole).lastIndexOf(true), 0);
  await assert.rejects(client.request('control', { runs: [first!, second!, 'x/y'], action: 'start' }), {
    message: /^one\/igpo-seed-1: expected a run that can go on, got one that has finished .* · and 1 more of 3 runs$/,
  });
  await beginning(3); // the run that could begin
  assert.equal(begun.at(-1)!.request.config, null);
  await client.request('control', { runs: [second!], action: 'kill' });
  await until(
    second!,
    ({ state, failure }) => state === 'interrupted' && /^killed when asked/.test(failure!),
    'killed',
  );
});

test('if runs share the cores, every config names its threads before the run begins', async (t) => {
  const { client, begun, beginning, dataFolder } = faked(t);
  await client.request('changeSettings', { slots: 2 });
  await client.request('startExperiment', { experiment: synthetic() });
  await beginning(2);
  const threads = begun.map(({ request }) => request.config!.threads);
  assert.ok(threads[0] >= 1 && threads[0] === threads[1], String(threads));
  const saved = JSON.parse(readFileSync(join(dataFolder, 'one', 'experiment.json'), 'utf8')) as ReturnType<
    typeof syntheticExperiment
  >;
  assert.deepEqual(
    saved.algorithms.map(({ overrides }) => overrides.threads),
    threads,
  );
});

test('each line of the journal becomes one message with only its points, and no point is sent twice', async (t) => {
  const { client, begun, until } = faked(t);
  await client.request('startExperiment', { experiment: synthetic() });
  const run = 'one/igpo-seed-1';
  await until(run, ({ state }) => state === 'running', 'running');
  const series = follow(client, 'series', { runs: [run], metrics: ['score/answer_f1', 'total/rollouts', 'none'] });
  const machine = follow(client, 'machine', {});
  await series.until(() => true, 'what there is at first');
  for (let step = 0; step < 12; step++) {
    begun[0].line(step);
    await series.until((batch) => batch.some((one) => one.step.at(-1) === step), `step ${step}`);
  }
  assert.deepEqual(
    series.values.slice(1).map((batch) => batch.map(({ metric, step }) => [metric, ...step])),
    Array.from({ length: 12 }, (_, step) => [
      ['score/answer_f1', step],
      ['total/rollouts', step],
    ]),
  );
  assert.deepEqual(
    series.values.map((batch) => batch.filter(({ restart }) => restart).length),
    [3, ...Array(12).fill(0)],
  );
  const { running } = await machine.until(({ journalLag }) => journalLag !== null, 'a lag');
  assert.equal(running, 1);
});

test('a series stays empty if its run is removed, or if its name becomes that of an experiment', async (t) => {
  const { client, dataFolder, overview } = faked(t);
  saveSyntheticRun(join(dataFolder, 'alone'), { ends: [], points: 4 });
  const series = follow(client, 'series', { runs: ['later', 'alone'], metrics: ['total/rollouts'] });
  await series.until((batch) => batch.some(({ run, step }) => run === 'alone' && step.length === 4), 'four points');
  const run = follow(client, 'run', { run: 'alone' });
  await run.until(() => true, 'the run');
  saveSyntheticExperiment(dataFolder, 'later', 1);
  await overview.until(({ experiments }) => experiments.some(({ id }) => id === 'later'), 'the experiment');
  rmSync(join(dataFolder, 'alone'), { recursive: true });
  saveSyntheticExperiment(dataFolder, 'alone', 1);
  await overview.until(({ experiments }) => experiments.some(({ id }) => id === 'alone'), 'the other experiment');
  saveSyntheticExperiment(dataFolder, 'last', 1);
  await overview.until(({ experiments }) => experiments.some(({ id }) => id === 'last'), 'one more');
  assert.deepEqual([series.errors, run.errors], [[], []]);
  assert.ok(series.values.flat().every(({ run }) => run === 'alone'));
});

test('a series restarts when its run resumes from a checkpoint', async (t) => {
  const { client, dataFolder } = faked(t);
  const folder = join(dataFolder, 'alone');
  saveSyntheticRun(folder, { ends: [], points: 4 });
  const series = follow(client, 'series', { runs: ['alone'], metrics: ['total/rollouts'] });
  await series.until((batch) => batch.some(({ step, restart }) => restart && step.length === 4), 'four points');
  writeFileSync(runFiles(folder).metrics, '');
  writeLines(folder, 0, 2);
  writeEvents(folder, ['resumed'], { superseded: [] });
  await series.until((batch) => batch.some(({ step, restart }) => restart && step.length === 2), 'two points, anew');
  const detail = await follow(client, 'run', { run: 'alone' }).until(() => true, 'the run');
  assert.deepEqual([detail.row.step, detail.events.map(({ kind }) => kind)], [1, ['started', 'resumed']]);
});

test('a long list comes in several messages that say whether more follow, with room for other calls between them', async (t) => {
  const { client, dataFolder, overview } = faked(t);
  for (let n = 0; n < 8; n++) saveSyntheticExperiment(dataFolder, `many-${n}`, 10); // 160 planned runs
  const known = new Set<string>();
  await overview.until(({ runs }) => runs.reduce((all, { id }) => all.add(id), known).size === 160, 'every run');
  const { values, until } = follow(client, 'overview', {});
  await until(({ more }) => !more, 'the end of the list');
  assert.deepEqual(
    values.map(({ whole, more, runs, experiments }) => [whole, more, runs.length + experiments.length]),
    [
      [true, true, 50],
      [false, true, 50],
      [false, true, 50],
      [false, false, 18],
    ],
  );
  assert.deepEqual(new Set(values.flatMap(({ runs }) => runs.map(({ id }) => id))), known);
});

test('ten windows get the same messages and leave nothing behind when they close', async (t) => {
  const { app, client, window, dataFolder } = faked(t);
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  saveSyntheticRun(join(dataFolder, 'alone'), { ends: [], points: 4 });
  const before = timers();
  const windows = Array.from({ length: 10 }, () => {
    const client = window();
    return [
      follow(client, 'overview', {}),
      follow(client, 'machine', {}),
      follow(client, 'settings', {}),
      follow(client, 'series', { runs: ['alone'], metrics: ['total/rollouts'] }),
    ] as const;
  });
  for (const [overview, machine, settings, series] of windows) {
    await overview.until(({ runs }) => runs.some(({ id }) => id === 'alone'), 'the run');
    await machine.until(({ cores }) => cores > 0, 'the machine');
    await settings.until(({ slots }) => slots === 1, 'the settings');
    await series.until((batch) => batch.some(({ step }) => step.length === 4), 'four points');
  }
  assert.ok(timers() >= before + 10); // the machine streams' seconds
  for (const streams of windows) for (const { stop } of streams) stop();
  await nextTurn(); // until the services have noticed
  assert.ok(timers() <= before + 2, `${timers()} timers, ${before} before`);
  const counts = windows.map((streams) => streams.map(({ values }) => values.length));
  const stays = follow(client, 'series', { runs: ['alone'], metrics: ['total/rollouts'] });
  for (const last of [4, 5]) {
    writeLines(join(dataFolder, 'alone'), last, 1);
    await stays.until((batch) => batch.some(({ step }) => step.at(-1) === last), `step ${last}`);
  } // the second message comes when every window would have had the first
  assert.deepEqual(
    windows.map((streams) => streams.map(({ values }) => values.length)),
    counts,
  );
  await app.close();
});

test('a removal can be undone unless another folder has its place, and is refused while something writes to the run', async (t) => {
  const { client, dataFolder, until, overview, begun } = faked(t);
  const [first] = saveSyntheticExperiment(dataFolder, 'old', 1);
  saveSyntheticRun(first!);
  saveSyntheticRun(join(dataFolder, 'alone'));
  await until('old/igpo-seed-1', ({ state }) => state === 'finished', 'finished');
  await until('alone', ({ state }) => state === 'finished', 'finished');
  const { undo } = await client.request('remove', { ids: ['old', 'old/igpo-seed-1', 'alone'] });
  await overview.until(({ removed }) => removed.includes('alone'), 'gone');
  assert.equal(existsSync(join(dataFolder, 'old')), false);
  mkdirSync(join(dataFolder, 'alone'));
  await assert.rejects(client.request('restore', { undo }), /alone: expected nothing where it was, got another folder/);
  assert.equal(existsSync(join(dataFolder, 'old')), false); // all are moved or none
  rmSync(join(dataFolder, 'alone'), { recursive: true });
  const seen = overview.values.length;
  await client.request('restore', { undo });
  await overview.until(
    (change) => overview.values.indexOf(change) >= seen && change.runs.some(({ id }) => id === 'alone'),
    'back',
  );
  for (const wrong of [undo, '../../etc', '..', '', '2026-11-22-0000000000000000'])
    await assert.rejects(client.request('restore', { undo: wrong }), /undo: expected something that was removed/);

  await client.request('startExperiment', { experiment: synthetic('new') });
  await until('new/igpo-seed-1', ({ state }) => state === 'running', 'running');
  for (const id of ['new', 'new/igpo-seed-1'])
    await assert.rejects(
      client.request('remove', { ids: [id] }),
      /new\/igpo-seed-1: expected a run that nothing writes to, got one that is running/,
    );
  await assert.rejects(
    client.request('remove', { ids: ['old/grpo-seed-1'] }),
    /expected a run that has begun, got one that is planned/,
  );
  await assert.rejects(client.request('remove', { ids: ['../old'] }), /expected a run of this data folder/);
  begun[0].end('steps');
});

test('a folder is imported once, under a free name, and links are refused', async (t) => {
  const { client, dataFolder, until } = faked(t);
  const elsewhere = temporaryFolder(t);
  const [first] = saveSyntheticExperiment(elsewhere, 'theirs', 1);
  saveSyntheticRun(first!);
  assert.deepEqual(await client.request('importFolder', { folder: join(elsewhere, 'theirs') }), { ids: ['theirs'] });
  await until('theirs/igpo-seed-1', ({ state }) => state === 'finished', 'finished');
  const refuse = (folder: string, why: RegExp) => assert.rejects(client.request('importFolder', { folder }), why);
  await refuse(join(elsewhere, 'theirs'), /expected a run that is not here yet, got a copy of/);
  await refuse(join(dataFolder, 'theirs'), /expected a folder outside the data folder/);
  await refuse(
    join(elsewhere, 'nothing'),
    /expected a folder on the machine that the services run on, got nothing there/,
  );
  await refuse(elsewhere, /expected the folder of a run or an experiment/);
  const linked = join(elsewhere, 'linked');
  saveSyntheticRun(linked);
  symlinkSync('/etc/passwd', join(linked, 'rollouts', 'step-000001.rollouts'));
  await refuse(linked, /expected files and folders only, got a link/);
  saveSyntheticExperiment(join(elsewhere, 'again'), 'theirs', 1);
  assert.deepEqual(await client.request('importFolder', { folder: join(elsewhere, 'again', 'theirs') }), {
    ids: ['theirs-2'],
  });
  assert.deepEqual(
    readdirSync(dataFolder).filter((name) => name.startsWith('.import')),
    [],
  );
});

test('notes, tags and settings are kept, and checked', async (t) => {
  const { client, dataFolder, until, overview } = faked(t);
  const [first] = saveSyntheticExperiment(dataFolder, 'one', 1);
  saveSyntheticRun(first!);
  await until('one/igpo-seed-1', ({ state }) => state === 'finished', 'finished');
  await client.request('annotate', { ids: ['one', 'one/igpo-seed-1'], tags: [' good ', 'good'], note: 'n' });
  await until('one/igpo-seed-1', ({ tags }) => tags.length === 1 && tags[0] === 'good', 'tagged');
  await overview.until(({ experiments }) => experiments.some(({ note }) => note === 'n'), 'noted');
  const refuse = (change: object, why: RegExp) =>
    assert.rejects(client.request('annotate', { ids: ['one'], ...change }), why);
  await refuse({ tags: ['x'.repeat(41)] }, /tags: expected 1 to 40 characters on one line/);
  await refuse({ tags: ['a\nb'] }, /on one line/);
  await refuse({ tags: Array.from({ length: 21 }, (_, i) => `${i}`) }, /at most 20, got 21/);
  await refuse({ note: 'x'.repeat(20_001) }, /note: expected at most 20000 characters/);

  const settings = follow(client, 'settings', {});
  await client.request('changeSettings', { theme: 'dark', slots: 3, dataFolder: join(dataFolder, '..', 'other') });
  const { theme, slots, nextDataFolder, dataFolder: now } = await settings.until((value) => value.slots === 3, 'slots');
  assert.deepEqual([theme, slots, nextDataFolder, now], ['dark', 3, join(dataFolder, '..', 'other'), dataFolder]);
  const wrong = [
    { slots: 0 },
    { slots: 65 },
    { device: 'abacus' },
    { dataFolder: 'here' },
    { dataFolder: '/dev/null/x' },
  ];
  for (const change of wrong) await assert.rejects(client.request('changeSettings', change), /^Error: settings\.\w+: /);
});

test('a read-only window sees everything and changes nothing', async (t) => {
  const { client, dataFolder, until, window } = faked(t, { readOnly: true });
  saveSyntheticRun(join(dataFolder, 'alone'));
  await until('alone', ({ state }) => state === 'finished', 'finished');
  const settings = await follow(window(), 'settings', {}).until(() => true, 'the settings');
  assert.equal(settings.readOnly, true);
  await assert.rejects(client.request('remove', { ids: ['alone'] }), { message: 'This window is read-only.' });
  await assert.rejects(client.request('startExperiment', { experiment: synthetic() }), /read-only/);
  assert.deepEqual(
    readdirSync(dataFolder).filter((name) => !name.startsWith('.index')),
    ['alone'],
  );
});

test('a request about an unknown run or experiment is answered with a sentence', async (t) => {
  const { client } = faked(t);
  const gone = /no\/thing: expected a run of this data folder, got none/;
  await assert.rejects(
    follow(client, 'run', { run: 'no/thing' }).until(() => true, 'it'),
    gone,
  );
  await assert.rejects(
    client.request('rollouts', { runs: ['no/thing'], filter: {}, orderBy: 'step', descending: false, limit: 5 }),
    gone,
  );
  await assert.rejects(client.request('rollout', { run: 'no/thing', step: 1, set: 'training', n: 0 }), gone);
  await assert.rejects(
    client.request('readExperiment', { experiment: 'no' }),
    /no: expected an experiment of this data folder/,
  );
  await assert.rejects(client.request('report', { ids: ['no/thing'], format: 'html', title: 'x' }), gone);
  await assert.rejects(client.request('startExperiment', { experiment: { name: 'x' } }), /experiment\.title/);
});

test('warm starts are offered with their size, worlds, architecture and initial success', async (t) => {
  const { client } = faked(t);
  const found = (await client.request('warmStarts', {})).find(({ name }) => name === 'quickstart-graded')!;
  assert.deepEqual(found.worlds, ['graded']);
  assert.ok(found.parameters > 100_000 && found.parameters * 4 < found.bytes, JSON.stringify(found));
  assert.deepEqual(found.architecture, { width: 64, layers: 4, heads: 4 });
  assert.deepEqual(
    found.success.map(({ world }) => world),
    ['graded'],
  );
  assert.ok(found.success[0].share > 0 && found.success[0].share < 0.5, 'there is something left to learn');
});

test('what this installation removed is deleted after thirty days, and what others removed is not', async (t) => {
  const { client, dataFolder, until, app, kept } = faked(t);
  saveSyntheticRun(join(dataFolder, 'alone'));
  await until('alone', ({ state }) => state === 'finished', 'finished');
  const { undo } = await client.request('remove', { ids: ['alone'] });
  await app.close();
  const received = '2020-01-01-0123456789abcdef'; // came with the data folder
  cpSync(join(dataFolder, '.bin', undo), join(dataFolder, '.bin', received), { recursive: true });
  const after = (days: number) => new Date(Date.parse(undo.slice(0, 10)) + days * 86_400_000);
  const bin = createBin(dataFolder, kept);
  await bin.purge(after(30));
  assert.deepEqual(readdirSync(join(dataFolder, '.bin')).sort(), [received, undo]);
  await bin.purge(after(31));
  assert.deepEqual(readdirSync(join(dataFolder, '.bin')), [received]);
  assert.deepEqual(readdirSync(join(kept, 'removed')), []);
});
