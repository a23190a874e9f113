import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withRandomEvidence } from '../../shared/train/random-evidence.ts';
import { fakeRollout } from '../scorers/fake-rollout.ts';
import { toyTask, toyTokenizer, toyTrainer } from '../support/toy-trainer.ts';
import { positionTrainer } from './position-trainer.ts';

test('each response is replaced by passages that were not found, and the belief after them is the policy’s own', async () => {
  const { trainer, asked } = positionTrainer('igSearch');
  const task = toyTask('train', 0);
  const fake = fakeRollout({ retrieved: [['p'], null], answer: 'Ada' });
  const found = { passage: task.corpus.passages[0], relevance: 1 };
  const turns = [{ ...fake.turns[0], retrieval: { query: 'Bo', passages: [found], elapsedMs: null } }, fake.turns[1]];
  const rollout = { ...fake, turns, tokens: Int32Array.of(5, 6, 7, 8, 9) };
  const [[scored]] = await withRandomEvidence([[rollout]], [task], trainer);
  // of two passages one was found, so all three draws are the other one: two tokens before, five of the response, one of the wrapper
  const response = toyTokenizer.encode('<information> Bo leads Cy </information>');
  const expected = { tokens: [5, 6, ...response, ...toyTokenizer.encode('<answer> Ada')], policy: 'current' };
  assert.deepEqual(asked, [expected, expected, expected]);
  assert.deepEqual(scored.randomEvidenceBelief, [Float64Array.of(-8, -8, -8)]);
});

test('no pass is made where no score reads it', async () => {
  const groups = [[fakeRollout({})]];
  assert.equal(await withRandomEvidence(groups, [toyTask('train', 0)], toyTrainer({})), groups);
});
