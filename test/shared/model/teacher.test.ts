/** Log-probs under each copy of the policy, also after a checkpoint is restored. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smallModel, tinyArchitecture } from '../../support/small-model.ts';

test('the teacher is the reference until its refresh, and a checkpoint restores its teacher, or none', async () => {
  const { learner, close } = await smallModel(tinyArchitecture);
  const rows = [{ tokens: Int32Array.of(3, 4, 5, 6) }];
  const of = async (policy: 'current' | 'reference' | 'teacher') => (await learner.logProbs(rows, policy))[0];
  const train = () => learner.supervise([{ tokens: rows[0].tokens, weight: Float32Array.of(0, 1, 1, 1) }], 0.1);
  const checkpoint = async () => [await learner.parameters(), await learner.optimizerState()] as const;

  await learner.freezeReference();
  const reference = await of('reference');
  await train();
  const before = await checkpoint();
  assert.deepEqual(await of('teacher'), reference);

  const refreshed = await of('current');
  assert.notDeepEqual(refreshed, reference);
  await learner.refreshTeacher();
  await train();
  const after = await checkpoint();
  assert.deepEqual(await of('teacher'), refreshed);

  learner.restore(...before);
  assert.deepEqual(await of('teacher'), reference, 'written before there was a teacher');
  learner.restore(...after);
  assert.deepEqual(await of('teacher'), refreshed);
  assert.deepEqual(await of('reference'), reference);
  await close();
});
