import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepQueue } from '../../../../main/services/runs/kept-queue.ts';
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
  const again = connectedApp(t, { dataFolder, startProcess });
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

test('a process that was killed leaves its queue to the next one, a living one does not', (t) => {
  const folder = temporaryFolder(t);
  const queue = keepQueue(folder)!;
  assert.deepEqual(queue.left, []);
  queue.save(['b/x', 'a']);
  const warnings: string[] = [];
  t.mock.method(process, 'emitWarning', (text: string) => warnings.push(text));
  assert.equal(keepQueue(folder), null);
  assert.match(warnings[0], /queue\.json: the queue will not outlive this start — .* got process \d+ on /);
  const dead = { pid: 2 ** 22 + 1, host: hostname(), processStart: '1', since: '2026-01-01T00:00:00.000Z' };
  writeFileSync(join(folder, '.queue', 'run.lock'), JSON.stringify(dead));
  assert.deepEqual(keepQueue(folder)!.left, ['b/x', 'a']);
});

test('a queue that cannot be read or kept says so and stops nothing', (t) => {
  const folder = temporaryFolder(t);
  const warnings: string[] = [];
  t.mock.method(process, 'emitWarning', (text: string) => warnings.push(text));
  mkdirSync(join(folder, '.queue'));
  writeFileSync(join(folder, '.queue', 'queue.json'), '{"waiting": [3]}');
  const queue = keepQueue(folder)!;
  assert.deepEqual(queue.left, []);
  queue.save(['a']);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, '.queue', 'queue.json'), 'utf8')), { waiting: ['a'] });
  rmSync(join(folder, '.queue'), { recursive: true });
  queue.save(['b']);
  queue.release();
  assert.deepEqual(
    warnings.map((text) => /expected text, got 3|ENOENT/.exec(text)?.[0]),
    ['expected text, got 3', 'ENOENT'],
  );
});

test('runs that were removed meanwhile are left out of the queue', async (t) => {
  const { startProcess } = fakeProcesses();
  const folder = temporaryFolder(t);
  const queue = keepQueue(folder)!;
  queue.save(['gone/igpo-seed-1', '../../etc']);
  queue.release();
  const { app, window } = connectedApp(t, { dataFolder: folder, startProcess });
  const { running, queued } = await follow(window(), 'machine', {}).until(() => true, 'the machine');
  assert.deepEqual([running, queued], [0, 0]);
  await app.close();
});

test('a run that has begun leaves the kept queue, so that the next start does not begin it again after it was stopped', async (t) => {
  const first = connectedApp(t, { startProcess: fakeProcesses().startProcess });
  const { dataFolder } = first;
  await first
    .window()
    .request('startExperiment', { experiment: syntheticExperiment('one', 1) as unknown as JsonObject });
  await first.app.close(); // the second of two runs waits
  const kept = () => JSON.parse(readFileSync(join(dataFolder, '.queue', 'queue.json'), 'utf8')) as unknown;
  assert.deepEqual(kept(), { waiting: ['one/grpo-seed-1'] });

  const again = connectedApp(t, { dataFolder, startProcess: fakeProcesses().startProcess });
  assert.deepEqual(kept(), { waiting: [] });
  await again.app.close();
});
