/** Algorithms that ask more of a session than credit (a critic, further draws, a tree) on a real, tiny policy: they stop and go on bit for bit. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkpointFolder, loadCheckpoint } from '../../main/trainer/checkpoint-folder.ts';
import { createControl } from '../../main/trainer/control.ts';
import { runSession } from '../../main/trainer/session.ts';
import { hasCritic } from '../../shared/algorithms/algorithm.ts';
import { algorithms } from '../../shared/algorithms/index.ts';
import { valuesOf } from '../algorithms/defaults.ts';
import { decided, tinyConfig } from '../support/tiny-run.ts';
import { saveTinyWarmStart } from '../support/tiny-warm-start.ts';

let root: string;
let checkpoint: string;
before(async () => {
  root = mkdtempSync(join(tmpdir(), 'igpo-algorithms-'));
  checkpoint = join(root, 'warm-start');
  await saveTinyWarmStart(checkpoint);
});
after(() => rmSync(root, { recursive: true }));

/** Two steps; `stop` asks it to end after the first, `resume` goes on. */
function session(folder: string, algorithm: string, act: 'run' | 'stop' | 'resume') {
  const control = createControl();
  const train = { steps: 2, evaluateEvery: 0, updatesPerStep: 2 };
  const config = act === 'resume' ? null : tinyConfig(checkpoint, { algorithm: { name: algorithm }, train });
  return runSession({ folder, config, codeVersion: 'test' }, control, (report) => {
    if (act === 'stop' && report.kind === 'step') control.stop();
  });
}

for (const { name, critic } of algorithms
  .map((algorithm) => ({ ...algorithm, critic: hasCritic(algorithm, valuesOf(algorithm)) }))
  .filter(({ critic, mostDraws, search }) => critic || mostDraws || search))
  test(`${name}: a run that was stopped goes on as if it had not been`, async () => {
    const [whole, halves] = [join(root, name), join(root, `${name} in halves`)];
    assert.deepEqual(await session(whole, name, 'run'), { end: 'steps', step: 2 });
    assert.deepEqual(await session(halves, name, 'stop'), { end: 'stopped', step: 1 });
    assert.deepEqual(await session(halves, name, 'resume'), { end: 'steps', step: 2 });
    assert.deepEqual(decided(halves), decided(whole));
    const { params } = loadCheckpoint(checkpointFolder(whole, 2));
    assert.equal('value.weight' in params, critic);
    if (critic)
      assert.ok(
        params['value.weight'].data.some((x) => x !== 0),
        'the critic has learned',
      );
  });
