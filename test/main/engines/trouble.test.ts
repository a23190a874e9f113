/** What goes wrong around a run: a trainer that floods its host or sends nonsense, a full disk, a closed window, a
 *  broken device. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { channelPair } from '../../support/channel-pair.ts';
import { createClient } from '../../../shared/ipc/client.ts';
import { contract } from '../../../shared/ipc/contract.ts';
import type { AppContract } from '../../../shared/ipc/contract.ts';
import { serveContract } from '../../../shared/ipc/server.ts';
import type { RunRow } from '../../../shared/ipc/views.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import { forkFile } from '../../../main/processes/own-process.ts';
import type { StartProcess } from '../../../main/processes/own-process.ts';
import { runFiles } from '../../../main/run-folder/run-folder.ts';
import { connectedApp, follow } from '../../support/connected-app.ts';
import { fakeProcesses } from '../../support/fake-process.ts';
import { syntheticExperiment } from '../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyBase } from '../../support/tiny-run.ts';
import { saveTinyWarmStart } from '../../support/tiny-warm-start.ts';

const run = 'one/igpo-seed-1';
const oneRun = { ...syntheticExperiment('one', 1) };
const experiment = { ...oneRun, algorithms: oneRun.algorithms.slice(0, 1) } as unknown as JsonObject;

const flooding =
  (...args: string[]): StartProcess =>
  (_name, _args, hear) =>
    forkFile(join(import.meta.dirname, '../../support/flooding-trainer.ts'), args, hear);

function trained(t: TestContext, startProcess: StartProcess) {
  const client = connectedApp(t, { startProcess }).window();
  const overview = follow(client, 'overview', {});
  const until = (holds: (row: RunRow) => boolean, what: string) =>
    overview.until(({ runs }) => runs.some((row) => row.id === run && holds(row)), what);
  return { client, until };
}

test('a trainer that floods its host blocks no other call, and its run ends as it should', async (t) => {
  const { client, until } = trained(t, flooding());
  await client.request('startExperiment', { experiment });
  await until(({ state }) => state === 'running', 'the run');
  // it floods until it is stopped: a host that is held up would answer no call
  for (let calls = 0; calls < 20; calls++) await client.request('readExperiment', { experiment: 'one' });
  await client.request('control', { runs: [run], action: 'stop' });
  await until(({ state }) => state === 'stopped', 'its end');
});

test('a trainer that sends an unknown message is killed, and its run says so', async (t) => {
  const { client, until } = trained(t, flooding('--nonsense'));
  await client.request('startExperiment', { experiment });
  await until(
    ({ state, failure }) =>
      state === 'interrupted' && /^the training process said what no session says \(/.test(failure ?? ''),
    'its sentence',
  );
});

test('a run goes on when its window is closed, and the next window shows what it did meanwhile', async (t) => {
  const { begun, startProcess } = fakeProcesses();
  const { app, window } = connectedApp(t, { startProcess });
  const { window: first, services } = channelPair();
  let leave = (): void => undefined;
  serveContract(contract, app.handlers, {
    send: services.send,
    receive(listener, gone) {
      leave = gone;
      services.receive(listener, gone);
    },
  });
  const client = createClient<AppContract>();
  client.connect(first);
  await client.request('startExperiment', { experiment });
  await follow(client, 'overview', {}).until(
    ({ runs }) => runs.some(({ id, state }) => id === run && state === 'running'),
    'the run',
  );
  leave();
  for (let step = 1; step <= 5; step++) begun[0].line(step);
  begun[0].end('steps');
  const next = window();
  await follow(next, 'overview', {}).until(
    ({ runs }) => runs.some(({ id, state, step }) => id === run && state === 'finished' && step === 5),
    'its end',
  );
  const batch = await follow(next, 'series', { runs: [run], metrics: ['total/rollouts'] }).until(
    (all) => all.some(({ step }) => step.length > 0),
    'its series',
  );
  assert.deepEqual([...batch[0].step], [1, 2, 3, 4, 5]);
});

test('devices are tried one after the other, once per start; a broken one gives a sentence', async (t) => {
  const tried: string[] = [];
  let alive = 0;
  const startProcess: StartProcess = (name, [device], hear) => {
    assert.equal(name, 'probe');
    tried.push(device!);
    assert.equal(alive++, 0, `${device} is tried while another one is`);
    const ended = Promise.withResolvers<{ code: number | null; signal: string | null }>();
    setImmediate(() => {
      if (device === 'cpu') hear({ description: 'a processor', gigaflops: 12 });
      else ended.resolve({ code: null, signal: 'SIGSEGV' });
    });
    return {
      ...{ send: () => undefined, kill: () => undefined },
      dismiss: () => ended.resolve({ code: 0, signal: null }),
      ended: ended.promise.then((exit) => {
        alive--;
        return { ...exit, complaint: '', refusal: null };
      }),
    };
  };
  const client = connectedApp(t, { startProcess }).window();
  const [devices, again] = await Promise.all([client.request('devices', {}), client.request('devices', {})]);
  assert.deepEqual(devices, [
    { name: 'cpu', description: 'a processor', gigaflops: 12, problem: null },
    {
      ...{ name: 'webgpu', description: null, gigaflops: null },
      problem: 'device webgpu: its process was ended by SIGSEGV — its driver is broken; use another device',
    },
  ]);
  assert.deepEqual(again, devices);
  assert.deepEqual(tried, ['cpu', 'webgpu']);
});

/** The folder of a mounted file system of a few MB, or why none can be mounted. */
function smallDisk(t: TestContext): string | { readonly why: string } {
  const folder = mkdtempSync(join(tmpdir(), 'igpo-small-disk-'));
  let mounted = false;
  t.after(() => {
    if (mounted) execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true });
  });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    return { why: `no small disk can be mounted here: ${(error as Error).message.split('\n')[0]}` };
  }
  mounted = true;
  return folder;
}

test('a full disk ends the run with a sentence; with room again the run resumes, and has every step once', async (t) => {
  const disk = smallDisk(t);
  if (typeof disk !== 'string') return t.skip(disk.why);
  const checkpoint = join(temporaryFolder(t), 'warm-start');
  await saveTinyWarmStart(checkpoint);
  const dataFolder = join(disk, 'runs');
  mkdirSync(dataFolder);
  const { app, window } = connectedApp(t, { dataFolder });
  const client = window();
  const overview = follow(client, 'overview', {});
  const until = (holds: (row: RunRow) => boolean, what: string) =>
    overview.until(({ runs }) => runs.some((row) => row.id === run && holds(row)), what);
  const base = tinyBase(checkpoint, { train: { steps: 16, evaluateEvery: 0, checkpointEvery: 2 } });
  const real = {
    ...{ name: 'one', title: 'One', base, seeds: [1] },
    algorithms: [{ label: 'igpo', overrides: { 'algorithm.name': 'igpo' } }],
  };
  await client.request('startExperiment', { experiment: real as unknown as JsonObject });
  await until(({ step }) => step >= 3, 'a checkpoint');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'ballast'), new Uint8Array(Math.max(0, bavail * bsize - 16_384)));
  await until(
    ({ state, failure }) =>
      ['interrupted', 'failed'].includes(state) &&
      /because the disk is full — free some space there and resume the run; nothing written before is lost$/.test(
        failure ?? '',
      ),
    'its sentence',
  );
  rmSync(join(disk, 'ballast'));
  await client.request('control', { runs: [run], action: 'start' });
  await until(({ state, step }) => state === 'finished' && step === 16, 'the end');
  const lines = readFileSync(runFiles(join(dataFolder, run)).metrics, 'utf8')
    .trimEnd()
    .split('\n');
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { step: number }).step),
    Array.from({ length: 16 }, (_, i) => i + 1),
  );
  await app.close();
});
