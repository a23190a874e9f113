import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Experiment } from '../../../../shared/config/experiment.ts';
import { saveExperiment } from '../../../../main/run-folder/experiment-folder.ts';
import { keptFolder } from '../../../../main/run-folder/installation.ts';
import { keepQueue } from '../../../../main/services/runs/kept-queue.ts';
import type { WaitingRun } from '../../../../main/services/runs/kept-queue.ts';
import type { JsonObject } from '../../../../shared/util/json.ts';
import { connectedApp, follow } from '../../../support/connected-app.ts';
import { fakeProcesses } from '../../../support/fake-process.ts';
import { syntheticExperiment } from '../../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('runs that waited when the services ended wait again in order, and the first of them begins', async (t) => {
  const first = connectedApp(t, { startProcess: fakeProcesses().startProcess });
  const { dataFolder } = first;
  const client = first.window();
  await client.request('startExperiment', { experiment: syntheticExperiment('one', 2) as unknown as JsonObject });
  const runs = ['one/igpo-seed-1', 'one/grpo-seed-1', 'one/igpo-seed-2', 'one/grpo-seed-2'];
  await follow(client, 'overview', {}).until(
    (change) => change.runs.some(({ id, state }) => id === runs[0] && state === 'running'),
    'the first runs',
  );
  await client.request('control', { runs: [runs[2]], action: 'stop' }); // it leaves the queue
  await first.app.close();

  const { begun, startProcess } = fakeProcesses();
  const again = connectedApp(t, { dataFolder, settingsFile: join(dataFolder, '../settings.json'), startProcess });
  const overview = follow(again.window(), 'overview', {});
  const states = new Map<string, string>();
  await overview.until((change) => {
    for (const { id, state } of change.runs) states.set(id, state);
    return states.get(runs[1]) === 'running';
  }, 'the second runs');
  assert.deepEqual(
    runs.map((id) => states.get(id)),
    ['stopped', 'running', 'planned', 'queued'],
  );
  assert.deepEqual(
    begun.map(({ request }) => request.folder),
    [join(dataFolder, 'one', 'grpo-seed-1')],
  );
  await again.app.close();
});

const waiting = (...ids: string[]) => ids.map((id) => ({ id, configHash: 'hash' }));

/** A data folder with settings elsewhere, and the folder of its queue. */
function places(t: TestContext) {
  const [home, dataFolder] = [temporaryFolder(t), temporaryFolder(t)];
  const settings = join(home, 'settings.json');
  return { dataFolder, settings, queue: keptFolder(settings, dataFolder) };
}

test('a process that was killed leaves its queue to the next one, a living one does not', (t) => {
  const { dataFolder, settings, queue: folder } = places(t);
  const queue = keepQueue(settings, dataFolder)!;
  assert.deepEqual(queue.left, []);
  queue.save(waiting('b/x', 'a'));
  const warnings: string[] = [];
  t.mock.method(process, 'emitWarning', (text: string) => warnings.push(text));
  assert.equal(keepQueue(settings, dataFolder), null);
  assert.match(warnings[0], /queue\.json: the queue will not outlive this start — .* got process \d+ on /);
  const dead = { pid: 2 ** 22 + 1, host: hostname(), processStart: '1', since: '2026-01-01T00:00:00.000Z' };
  writeFileSync(join(folder, 'run.lock'), JSON.stringify(dead));
  assert.deepEqual(keepQueue(settings, dataFolder)!.left, waiting('b/x', 'a'));
});

test('a queue that cannot be read or kept says so and stops nothing', (t) => {
  const { dataFolder, settings, queue: folder } = places(t);
  const warnings: string[] = [];
  t.mock.method(process, 'emitWarning', (text: string) => warnings.push(text));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'queue.json'), '{"dataFolder": "/", "waiting": [3]}');
  const queue = keepQueue(settings, dataFolder)!;
  assert.deepEqual(queue.left, []);
  queue.save(waiting('a'));
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'queue.json'), 'utf8')), {
    ...{ dataFolder, waiting: waiting('a') },
  });
  rmSync(folder, { recursive: true });
  queue.save(waiting('b'));
  queue.release();
  assert.deepEqual(
    warnings.map((text) => /expected an object, got 3|ENOENT/.exec(text)?.[0]),
    ['expected an object, got 3', 'ENOENT'],
  );
});

/** Opens an app on a queue that another start has left. */
async function openedWith(t: TestContext, left: readonly WaitingRun[], experiment?: Experiment) {
  const { dataFolder, settings } = places(t);
  if (experiment) saveExperiment(join(dataFolder, 'one'), experiment);
  const queue = keepQueue(settings, dataFolder)!;
  queue.save(left);
  queue.release();
  const { begun, startProcess } = fakeProcesses();
  const { app, window } = connectedApp(t, { dataFolder, settingsFile: settings, startProcess });
  const { running, queued } = await follow(window(), 'machine', {}).until(() => true, 'the machine');
  await app.close();
  return { running, queued, begun: begun.map(({ request }) => request.folder) };
}

test('runs that were removed leave the queue', async (t) => {
  assert.deepEqual(await openedWith(t, waiting('gone/igpo-seed-1', '../../etc')), { running: 0, queued: 0, begun: [] });
});

test('a run that has another config than the one that waited is not begun', async (t) => {
  const experiment = syntheticExperiment('one', 1);
  const other = await openedWith(t, waiting('one/igpo-seed-1'), experiment);
  assert.deepEqual([other.running, other.queued, other.begun], [0, 0, []]);
});

test('a queue that lies in a data folder starts nothing and is pointed out', async (t) => {
  const { dataFolder, settings } = places(t);
  saveExperiment(join(dataFolder, 'one'), syntheticExperiment('one', 1));
  mkdirSync(join(dataFolder, '.queue'));
  writeFileSync(join(dataFolder, '.queue/queue.json'), JSON.stringify({ waiting: ['one/igpo-seed-1'] }));
  const warnings: string[] = [];
  t.mock.method(process, 'emitWarning', (text: string) => warnings.push(text));
  const { startProcess, begun } = fakeProcesses();
  const { app, window } = connectedApp(t, { dataFolder, settingsFile: settings, startProcess });
  const { running, queued } = await follow(window(), 'machine', {}).until(() => true, 'the machine');
  await app.close();
  assert.deepEqual([running, queued, begun.length], [0, 0, 0]);
  assert.match(warnings.join('\n'), /\.queue: a queue in a data folder starts nothing — remove it/);
});

test('a run that has begun leaves the kept queue, so that the next start does not begin it again after it was stopped', async (t) => {
  const { dataFolder, settings, queue } = places(t);
  const options = { dataFolder, settingsFile: settings };
  const first = connectedApp(t, { ...options, startProcess: fakeProcesses().startProcess });
  await first
    .window()
    .request('startExperiment', { experiment: syntheticExperiment('one', 1) as unknown as JsonObject });
  await first.app.close(); // the second of two runs waits
  const kept = () =>
    (JSON.parse(readFileSync(join(queue, 'queue.json'), 'utf8')) as { waiting: WaitingRun[] }).waiting.map(
      ({ id }) => id,
    );
  assert.deepEqual(kept(), ['one/grpo-seed-1']);

  const again = connectedApp(t, { ...options, startProcess: fakeProcesses().startProcess });
  assert.deepEqual(kept(), []);
  await again.app.close();
});
