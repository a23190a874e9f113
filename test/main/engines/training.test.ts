/** The services with the real training process, on a tiny run. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunRow } from '../../../shared/ipc/views.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import { lockHolder } from '../../../main/run-folder/lock.ts';
import { connectedApp, follow } from '../../support/connected-app.ts';
import { saveTinyWarmStart } from '../../support/tiny-warm-start.ts';
import { tinyBase } from '../../support/tiny-run.ts';

let root: string;
let checkpoint: string;
before(async () => {
  root = mkdtempSync(join(tmpdir(), 'igpo-training-'));
  checkpoint = join(root, 'warm-start');
  await saveTinyWarmStart(checkpoint);
});
after(() => rmSync(root, { recursive: true }));

/** One run of each label. */
const experiment = (changes: Readonly<Record<string, unknown>>, labels = ['igpo']): JsonObject =>
  ({
    ...{ name: 'real', title: 'Real', base: tinyBase(checkpoint, changes), seeds: [1] },
    algorithms: labels.map((label) => ({ label, overrides: { 'algorithm.name': label } })),
  }) as JsonObject;

test('a killed trainer leaves an interrupted run, which resumes from its checkpoint and finishes', async (t) => {
  const { dataFolder, window } = connectedApp(t);
  const client = window();
  const overview = follow(client, 'overview', {});
  const run = 'real/igpo-seed-1';
  const until = (holds: (row: RunRow) => boolean, what: string) =>
    overview.until(({ runs }) => runs.some((row) => row.id === run && holds(row)), what);
  const begun = experiment({ train: { steps: 12, evaluateEvery: 0 } });
  await client.request('startExperiment', { experiment: begun });
  await until(({ state, step }) => state === 'running' && step >= 2, 'step 2');
  const { pid } = lockHolder(join(dataFolder, run))!;
  process.kill(pid, 'SIGKILL');
  await until(
    ({ state, failure }) => state === 'interrupted' && /was ended by SIGKILL — resume the run/.test(failure ?? ''),
    'the sentence',
  );
  await client.request('control', { runs: [run], action: 'start' });
  await until(({ state, step }) => state === 'finished' && step === 12, 'the end');
  const events = readFileSync(join(dataFolder, run, 'events.jsonl'), 'utf8');
  assert.match(events, /"kind":"started"[^]*"kind":"resumed"[^]*"kind":"finished"/);
  const steps = readFileSync(join(dataFolder, run, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  assert.deepEqual(
    steps.map((line) => (JSON.parse(line) as { step: number }).step),
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  const estimate = await client.request('estimate', { experiment: begun });
  assert.ok(estimate.seconds! > 0 && estimate.diskBytes! > 0, JSON.stringify(estimate));
  assert.match(estimate.basis, /^Median of 1 run of the same shape on this machine \(cpu\)/);
  const wider = experiment({ train: { steps: 12, evaluateEvery: 0 }, rollout: { groupSize: 8 } });
  const scaled = await client.request('estimate', { experiment: wider });
  assert.ok(Math.abs(scaled.seconds! / estimate.seconds! - 2) < 1e-9); // twice the rollouts
  assert.match(scaled.basis, /^Scaled by rollouts × tokens from 1 run of another shape/);
  const drawing = await client.request('estimate', {
    experiment: experiment({ train: { steps: 12, evaluateEvery: 0 }, algorithm: { name: 'dapo', mostDraws: 4 } }, [
      'dapo',
    ]),
  });
  const factor = drawing.seconds! / estimate.seconds!;
  // rollouts take only part of a step's time
  assert.ok(factor > 1 && factor < 4, `${factor} times a step that draws once`);
  assert.match(drawing.basis, /^Scaled by rollouts × tokens × up to 4 draws from 1 run/);
  const unknown = await client.request('estimate', {
    experiment: experiment({ model: { checkpoint: 'quickstart-graded' } }),
  });
  assert.deepEqual([unknown.seconds, unknown.runs], [null, 1]);
  assert.match(unknown.basis, /No run here has trained quickstart-graded on cpu yet/);
});

test('a refused start shows its sentence on the run, and on the runs that it would stop too', async (t) => {
  const { window } = connectedApp(t);
  const client = window();
  const overview = follow(client, 'overview', {});
  const base = experiment({ model: { checkpoint: '/nowhere/warm-start' } }, ['igpo', 'grpo', 'reinforce']);
  await client.request('startExperiment', { experiment: base });
  for (const label of ['igpo', 'grpo', 'reinforce'])
    await overview.until(
      ({ runs }) =>
        runs.some(
          ({ id, state, failure }) =>
            id === `real/${label}-seed-1` &&
            state === 'planned' &&
            /config\.model\.checkpoint: expected the folder of a warm start/.test(failure ?? ''),
        ),
      `the refusal of ${label}`,
    );
});

test('an app that closes stops its training runs with a checkpoint', async (t) => {
  const { app, window } = connectedApp(t);
  const client = window();
  const overview = follow(client, 'overview', {});
  await client.request('startExperiment', { experiment: experiment({ train: { steps: 1000, evaluateEvery: 0 } }) });
  await overview.until(({ runs }) => runs.some(({ step }) => step >= 1), 'step 1');
  await app.close();
  const events = readFileSync(join(app.dataFolder, 'real', 'igpo-seed-1', 'events.jsonl'), 'utf8');
  assert.match(events, /"kind":"checkpoint"[^]*"kind":"stopped"/);
});
