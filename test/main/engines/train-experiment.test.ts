import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { trainExperiment } from '../../../main/engines/train-experiment.ts';
import { plannedRuns } from '../../../main/run-folder/experiment-folder.ts';
import { fakeTraining, started, stepped } from '../../support/fake-training.ts';
import { saveSyntheticRun, syntheticExperiment } from '../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const steps = { end: 'steps', step: 3 } as const;

/** Four runs, `finished` of which were trained before. */
function trained(t: TestContext, parallel: number, finished: readonly number[] = []) {
  const runs = plannedRuns(join(temporaryFolder(t), 'one'), syntheticExperiment('one', 2));
  for (const n of finished) saveSyntheticRun(runs[n].folder);
  const engine = fakeTraining();
  const said: string[] = [];
  const training = trainExperiment(
    runs,
    { parallel, codeVersion: 'test', engine },
    {
      report: ({ folder }, { kind }) => said.push(`${basename(folder)} ${kind}`),
      ended: ({ folder }, end) => said.push(`${basename(folder)} ${end.end}`),
    },
  );
  const begun = () => engine.sessions.map(({ request }) => basename(request.folder));
  return { runs, engine, training, said, begun };
}

test('runs begin in order, `parallel` at a time, and a run that had finished is passed over in its turn', async (t) => {
  const { engine, training, said, begun } = trained(t, 2, [1]);
  assert.deepEqual(begun(), ['igpo-seed-1', 'igpo-seed-2']);
  assert.deepEqual(said, ['grpo-seed-1 earlier']);
  const [first, second] = engine.sessions;
  assert.notEqual(first.request.config, null);
  first.report(started);
  first.report(stepped(1));
  await first.end(steps);
  assert.deepEqual(begun(), ['igpo-seed-1', 'igpo-seed-2', 'grpo-seed-2']);
  await second.end({ end: 'crashed', message: 'the training process was ended by SIGSEGV' });
  await engine.sessions[2].end({ end: 'failed', message: 'not finite' });
  await training.ended;
  assert.deepEqual(said, [
    ...['grpo-seed-1 earlier', 'igpo-seed-1 started', 'igpo-seed-1 step', 'igpo-seed-1 steps'],
    ...['igpo-seed-2 crashed', 'grpo-seed-2 failed'],
  ]);
});

test('when a run is refused no other begins, and those that train go on to their end', async (t) => {
  const { engine, training, said, begun } = trained(t, 2);
  await engine.sessions[0].end({ end: 'refused', message: 'no such device' });
  assert.deepEqual(begun(), ['igpo-seed-1', 'grpo-seed-1']);
  await engine.sessions[1].end(steps);
  await training.ended;
  assert.deepEqual(said, ['igpo-seed-1 refused', 'grpo-seed-1 steps']);
});

test('an interrupt stops every session after its step, and no other begins', async (t) => {
  const { engine, training, begun } = trained(t, 1);
  training.stop();
  assert.deepEqual(engine.sessions[0].orders, ['stop']);
  await engine.sessions[0].end({ end: 'stopped', step: 1 });
  await training.ended;
  assert.deepEqual(begun(), ['igpo-seed-1']);
});

test('a run whose folder is a link is refused, and what it leads to stays as it is', async (t) => {
  const root = temporaryFolder(t);
  const runs = plannedRuns(join(root, 'one'), syntheticExperiment('one', 1));
  mkdirSync(join(root, 'one'));
  mkdirSync(join(root, 'elsewhere'));
  symlinkSync(join(root, 'elsewhere'), runs[0].folder);
  const engine = fakeTraining();
  const ends: unknown[] = [];
  const watcher = { report: () => undefined, ended: (_: unknown, end: unknown) => ends.push(end) };
  await trainExperiment(runs, { parallel: 1, codeVersion: 'test', engine }, watcher).ended;
  assert.equal(engine.sessions.length, 0);
  assert.match(JSON.stringify(ends), /refused.*igpo-seed-1: expected a file or folder of its own, got a link/);
  assert.deepEqual(readdirSync(join(root, 'elsewhere')), []);
});

test('an experiment whose runs had all finished trains nothing and ends at once', async (t) => {
  const { training, said, begun } = trained(t, 1, [0, 1, 2, 3]);
  await training.ended;
  assert.deepEqual([begun(), said.length], [[], 4]);
});
