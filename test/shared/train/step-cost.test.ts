import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyOverrides } from '../../../shared/config/overrides.ts';
import { parseRunConfig } from '../../../shared/config/run-config.ts';
import { loadExperiment } from '../../../main/run-folder/experiments.ts';
import { catalogues } from '../../../shared/train/catalogues.ts';
import { relativeCost, stepShape } from '../../../shared/train/step-cost.ts';

const shapeOf = (overrides: Readonly<Record<string, string | number>>) =>
  stepShape(parseRunConfig({ ...applyOverrides(loadExperiment('quickstart').base, overrides), name: 'x' }, catalogues));

const near = (got: number, expected: number) => assert.ok(Math.abs(got - expected) < 1e-12, `${got}, not ${expected}`);

test('the estimate of a step counts the algorithm’s draws, its critic and its reference policy', () => {
  const rollout = { 'rollout.groupSize': 4, 'rollout.questionsPerStep': 5, 'rollout.maxTokens': 100 };
  const shape = (name: string, more = {}) => shapeOf({ ...rollout, 'algorithm.name': name, ...more });
  const plain = { 'algorithm.klCoefficient': 0 };
  assert.deepEqual(shape('grpo', plain), { size: 2000, draws: 1, forwardPasses: 0 });
  assert.deepEqual(shape('grpo', { 'algorithm.klCoefficient': 0.01 }), { size: 2000, draws: 1, forwardPasses: 1 });
  assert.deepEqual(shape('dapo', { 'algorithm.mostDraws': 3 }), { size: 2000, draws: 3, forwardPasses: 0 });
  assert.equal(shape('dapo', { 'algorithm.mostDraws': 1 }).draws, 1);
  const critic = { 'algorithm.klPlace': 'loss', 'algorithm.klCoefficient': 0 };
  assert.equal(shape('ppo', critic).forwardPasses, 0); // values are noted while sampling
  assert.equal(
    shape('ppo', { ...critic, 'algorithm.toolTokens': 'include', 'algorithm.lambda': 0.9 }).forwardPasses,
    1,
  );
  // the reference policy is asked for the score
  const paying = { 'algorithm.klPlace': 'reward', 'algorithm.klCoefficient': 0.01 };
  assert.equal(shape('ppo', paying).forwardPasses, 1);
  assert.equal(shape('tips', plain).forwardPasses, 1); // the teacher reads each rollout
  assert.equal(shape('igSearch', plain).forwardPasses, 2); // three random responses for each one
  assert.equal(shape('reasonRag').forwardPasses, 2); // pairs: the policy as it is and the reference policy
});

test('the estimate of a step grows with its draws and passes, each weighed by its measured time', () => {
  const plain = { size: 1000, draws: 1, forwardPasses: 0 };
  const spent = { rolloutShare: 0.6, draws: 1 };
  near(relativeCost(plain, plain, spent), 1);
  near(relativeCost({ ...plain, size: 2000 }, plain, spent), 2);
  near(relativeCost({ ...plain, draws: 3 }, plain, spent), 2.2); // 0.6 · 3 + 0.4
  near(relativeCost({ ...plain, forwardPasses: 1 }, plain, spent), 0.6 + (0.4 * 4) / 3);
  const drew = { rolloutShare: 0.75, draws: 1.5 }; // of 3 that it may
  near(relativeCost({ ...plain, draws: 3 }, { ...plain, draws: 3 }, drew), 1);
  near(relativeCost(plain, { ...plain, draws: 3 }, drew), 0.75); // 0.75 / 1.5 + 0.25
});

test('an algorithm of another version counts as one draw', () => {
  const { base } = loadExperiment('quickstart');
  const config = parseRunConfig({ ...base, name: 'x' }, catalogues);
  const unknown = { ...config, algorithm: { name: 'of tomorrow' } } as unknown as typeof config;
  assert.deepEqual([stepShape(unknown).draws, stepShape(unknown).forwardPasses], [1, 0]);
});
