/** Algorithms that ask more of a session than credit (a critic, further draws, a tree) on a real, tiny policy: they
 *  stop and go on bit for bit. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkpointFolder, loadCheckpoint } from '../../../main/run-folder/checkpoint-folder.ts';
import { readChunk } from '../../../main/run-folder/rollout-reader.ts';
import { chunkFile, readManifest } from '../../../main/run-folder/run-folder.ts';
import { createControl } from '../../../main/trainer/control.ts';
import { runSession } from '../../../main/trainer/session.ts';
import { hasCritic } from '../../../shared/algorithms/algorithm.ts';
import { algorithms } from '../../../shared/algorithms/index.ts';
import { scorersNamed } from '../../../shared/scorers/index.ts';
import { groupsOf } from '../../../shared/record/groups.ts';
import { creditorFor, rescore } from '../../../shared/xray/rescore.ts';
import { valuesOf } from '../../shared/algorithms/defaults.ts';
import { decided, tinyConfig } from '../../support/tiny-run.ts';
import { saveTinyWarmStart } from '../../support/tiny-warm-start.ts';

let root: string;
let checkpoint: string;
before(async () => {
  root = mkdtempSync(join(tmpdir(), 'igpo-algorithms-'));
  checkpoint = join(root, 'warm-start');
  await saveTinyWarmStart(checkpoint);
});
after(() => rmSync(root, { recursive: true }));

/** Two steps. `stop` ends the run after the first, `resume` continues it. */
function session(folder: string, algorithm: Readonly<Record<string, unknown>>, act: 'run' | 'stop' | 'resume') {
  const control = createControl();
  const train = { steps: 2, evaluateEvery: 0, updatesPerStep: 2 };
  const config = act === 'resume' ? null : tinyConfig(checkpoint, { algorithm, train });
  return runSession({ folder, config, codeVersion: 'test' }, control, (report) => {
    if (act === 'stop' && report.kind === 'step') control.stop();
  });
}

/** Folder of a run that was not stopped, after a check that a stopped and resumed one is equal. */
async function sameInHalves(title: string, algorithm: Readonly<Record<string, unknown>>): Promise<string> {
  const [whole, halves] = [join(root, title), join(root, `${title} in halves`)];
  assert.deepEqual(await session(whole, algorithm, 'run'), { end: 'steps', step: 2 });
  assert.deepEqual(await session(halves, algorithm, 'stop'), { end: 'stopped', step: 1 });
  assert.deepEqual(await session(halves, algorithm, 'resume'), { end: 'steps', step: 2 });
  assert.deepEqual(decided(halves), decided(whole));
  return whole;
}

test('tips with a new teacher each step: it is saved, and a stopped and resumed run equals one that was not', async () => {
  const groupBaseline = { name: 'tips', preset: 'groupBaseline' };
  const renewed = await sameInHalves('renewed', { ...groupBaseline, teacherEvery: 1 });
  const kept = join(root, 'kept');
  await session(kept, { ...groupBaseline, teacherEvery: 0 }, 'run');
  const [a, b] = [renewed, kept].map((folder) => loadCheckpoint(checkpointFolder(folder, 2)));
  assert.ok('teacher.embedding' in a.optState && !('teacher.embedding' in b.optState));
  assert.deepEqual(a.optState['teacher.embedding'].data, a.params['embedding'].data, 'of the last step');
  assert.notDeepEqual(a.params['embedding'].data, b.params['embedding'].data, 'the second step saw another teacher');
});

const drawsEvidence = (algorithm: (typeof algorithms)[number]): boolean =>
  scorersNamed(algorithm.scorers(valuesOf(algorithm))).some(({ reads }) => reads?.includes('randomEvidence'));

for (const { name, critic } of algorithms
  .map((algorithm) => ({ ...algorithm, critic: hasCritic(algorithm, valuesOf(algorithm)) }))
  .filter((algorithm) => algorithm.critic || algorithm.mostDraws || algorithm.search || drawsEvidence(algorithm)))
  test(`${name}: a run that was stopped and resumed equals one that was not`, async () => {
    const whole = await sameInHalves(name, { name });
    const { params } = loadCheckpoint(checkpointFolder(whole, 2));
    assert.equal('value.weight' in params, critic);
    if (!critic) return;
    assert.ok(
      params['value.weight'].data.some((x) => x !== 0),
      'the critic has learned',
    );
    const { rollouts } = readChunk(chunkFile(whole, 2, 'training'));
    const groups = groupsOf(rollouts.map((stored) => stored!));
    const again = rescore(groups, creditorFor(readManifest(whole).config, null), 2);
    assert.deepEqual(
      again.flat().map(({ credit }) => credit.advantage),
      groups.flat().map(({ credit }) => credit!.advantage),
      'saved values give the saved credit',
    );
  });
