import { test } from 'node:test';
import assert from 'node:assert/strict';
import { findMetric } from '../../../shared/metrics/names.ts';
import { evaluate } from '../../../shared/train/evaluate.ts';
import { fakePolicy, scripted } from '../../support/fake-policy.ts';
import { toyTokenizer, toyTrainer } from '../../support/toy-trainer.ts';

const scripts = (...texts: string[]) => fakePolicy(scripted(texts.map((text) => toyTokenizer.encode(text))));

test('the metrics are means over all questions, errors included', async () => {
  const sampler = scripts(
    '<search> Bo </search> <answer> Ada </answer>',
    '<answer> Ada Bo </answer>', // F1 on sets: 2 · 1 / (2 + 1)
    '<search> Cy </search>', // the retriever fails
    '<answer> Cy </answer>',
  );
  const { metrics, rollouts } = await evaluate(5, 'test', 4, toyTrainer({ sampler, failing: ['Cy'] }));
  assert.deepEqual(metrics, {
    'evaluation/test/exact_match': 1 / 4,
    'evaluation/test/answer_f1': (1 + 2 / 3) / 4,
    'evaluation/test/chain_reached': 1 / 4,
    'evaluation/test/turns': 5 / 4,
  });
  assert.deepEqual(
    rollouts.map(({ rollout }) => [rollout.groupId, rollout.id]),
    [0, 1, 2, 3].map((group) => [`5/test/${group}`, `5/test/${group}/0`]),
  );
  assert.ok(rollouts.every(({ credit }) => credit === null));
  assert.ok(Object.keys(metrics).every((name) => findMetric(name)));
});

test('questions are the first ones of the split, in batches no larger than those of training', async () => {
  const trainer = toyTrainer({ config: { rollout: { questionsPerStep: 1, groupSize: 2 } } });
  const { rollouts } = await evaluate(0, 'testHops', 5, trainer);
  assert.deepEqual(
    rollouts.map(({ question, rollout }) => [question.id, rollout.group]),
    [0, 1, 2, 3, 4].map((i) => [`testHops-${i}`, i]),
  );
  // every rollout answers in its first turn, so there is one call to sample a batch: 2 + 2 + 1
  assert.equal((trainer.sampler as ReturnType<typeof scripts>).calls.sample, 3);
});

test('an evaluation is greedy, so it is the same at every step', async () => {
  const tokens = async (step: number) => {
    const { rollouts } = await evaluate(step, 'test', 20, toyTrainer({}));
    return rollouts.map(({ rollout }) => [...rollout.tokens]);
  };
  assert.deepEqual(await tokens(1), await tokens(2));
});

test('at a temperature an evaluation draws anew at every step, and the same again at the same one', async () => {
  const tokens = async (step: number, evaluationTemperature: number) => {
    const trainer = toyTrainer({ config: { train: { evaluationTemperature } } });
    const { rollouts } = await evaluate(step, 'test', 20, trainer);
    return rollouts.map(({ rollout }) => [...rollout.tokens]);
  };
  assert.notDeepEqual(await tokens(1, 1), await tokens(2, 1));
  assert.deepEqual(await tokens(1, 1), await tokens(1, 1));
  assert.notDeepEqual(await tokens(1, 1), await tokens(1, 0));
});

test('an evaluation scores no ground truth', async () => {
  const trainer = toyTrainer({});
  const { rollouts } = await evaluate(1, 'test', 2, trainer);
  assert.ok(rollouts.every(({ rollout, belief }) => rollout.groundTruthLogProb === null && belief === null));
  assert.equal((trainer.sampler as ReturnType<typeof scripts>).calls.forks, 0);
});
