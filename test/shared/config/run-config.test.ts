import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptValues, parseRunConfig } from '../../../shared/config/run-config.ts';
import { catalogues, smallest } from './catalogues.ts';

const parse = (changes: object = {}) => parseRunConfig({ ...smallest, ...changes }, catalogues);
const names = catalogues.algorithms.map(({ name }) => name).join(', ');
const refuses = (changes: object, message: string | RegExp) => assert.throws(() => parse(changes), { message });

test('the smallest config resolves to the first member of each catalogue with all defaults', () => {
  const config = parse();
  assert.equal(config.seed, 1);
  assert.equal(config.device, 'cpu');
  assert.equal(config.algorithm.name, 'igpo');
  assert.equal(config.algorithm.gamma, 1);
  assert.deepEqual(config.world, { name: 'graded', entities: 64, shuffle: true, language: 'en' });
  assert.deepEqual(config.retriever, { name: 'bm25', passages: 3, k1: 1.2 });
  assert.deepEqual(config.optimizer, { name: 'adamw', learningRate: 0.0003, maxGradNorm: 1, beta1: 0.9 });
  assert.deepEqual(config.schedule, { name: 'constant', warmupSteps: 0 });
  assert.equal(config.rollout.groupSize, 8);
  assert.equal(config.train.scoreGroundTruth, 'auto');
});

test('a resolved config parses to itself', () => {
  const config = parse({ algorithm: { preset: 'v1', gamma: 0.9 }, schedule: { name: 'cosine', warmupSteps: 5 } });
  assert.deepEqual(parseRunConfig(config, catalogues), config);
  assert.deepEqual(parseRunConfig(JSON.parse(JSON.stringify(config)), catalogues), config);
});

test('a preset gives the values to start from, and what is set beside it wins', () => {
  const { algorithm } = parse({ algorithm: { name: 'igpo', preset: 'v1', normMode: 'separate' } });
  assert.equal(algorithm.beliefForm, 'prob');
  assert.equal(algorithm.normMode, 'separate');
  assert.ok(!('preset' in algorithm));
});

test('an optimizer’s own learning rate wins over the common one', () => {
  assert.equal(parse({ optimizer: { name: 'sgd' } }).optimizer.learningRate, 0.1);
});

test('unknown keys, members and presets are refused with a suggestion', () => {
  refuses({ algoritm: {} }, 'config.algoritm: unknown key — did you mean algorithm?');
  refuses({ algorithm: { clpLow: 0.1 } }, 'config.algorithm.clpLow: unknown key — did you mean clipLow?');
  refuses(
    { algorithm: { name: 'grop' } },
    `config.algorithm.name: expected one of ${names}, got "grop" — did you mean grpo?`,
  );
  refuses({ algorithm: { name: 3 } }, `config.algorithm.name: expected one of ${names}, got 3`);
  refuses(
    { algorithm: { preset: 'papr' } },
    /^config\.algorithm\.preset: expected one of paper, v1, .*, got "papr" — did you mean paper\?$/,
  );
  refuses({ world: { preset: 'x' } }, 'config.world.preset: graded has no presets, got "x"');
  refuses({ algorithm: { name: 'grpo', gamma: 1 } }, /^config\.algorithm\.gamma: unknown key/);
  refuses({ schedule: { name: 'constant', finalShare: 0.1 } }, /^config\.schedule\.finalShare: unknown key/);
});

test('wrong kinds are refused at their path', () => {
  refuses({ name: ' ' }, 'config.name: expected a text, got " "');
  refuses({ model: {} }, 'config.model.checkpoint: expected a text, got ""');
  refuses({ seed: 1.5 }, 'config.seed: expected an integer in [0, 4294967295], got 1.5');
  refuses({ device: 'gpu' }, 'config.device: expected one of cpu, webgpu, got "gpu"');
  refuses({ rollout: [] }, 'config.rollout: expected an object, got []');
  refuses({ algorithm: null }, 'config.algorithm: expected an object, got null');
  refuses({ rollout: { groupSize: 0 } }, 'config.rollout.groupSize: expected an integer in [1, 1024], got 0');
  assert.throws(() => parseRunConfig(null, catalogues), { message: 'config: expected an object, got null' });
});

test('combinations that cannot work are refused when parsed, not at step 400', () => {
  refuses({ rollout: { groupSize: 1 } }, /^config\.rollout\.groupSize: expected at least 2 for igpo, got 1/);
  refuses(
    { rollout: { temperature: 0 } },
    /^config\.rollout\.temperature: expected more than 0 for groups of 8, got 0/,
  );
  refuses({ train: { updatesPerStep: 17 } }, /^config\.train\.updatesPerStep: expected at most .* = 16, got 17/);
  refuses(
    { train: { patience: 2, evaluateEvery: 0 } },
    /^config\.train\.patience: expected 0 without evaluations, got 2/,
  );
  refuses(
    { train: { steps: 10 }, schedule: { warmupSteps: 11 } },
    /^config\.schedule\.warmupSteps: expected at most .* = 10, got 11/,
  );
});

test('all contradictions are listed at once, one per line', () => {
  assert.throws(
    () => parse({ rollout: { groupSize: 1 }, algorithm: { dualClip: 1 } }),
    (error: Error) =>
      error.message.split('\n').length === 2 && error.message.split('\n').every((line) => line.startsWith('config.')),
  );
});

test('values of common parameters survive the choice of another member', () => {
  assert.deepEqual(keptValues('optimizer', { name: 'adamw', learningRate: 0.01, maxGradNorm: 2, beta1: 0.8 }), {
    learningRate: 0.01,
    maxGradNorm: 2,
  });
  assert.deepEqual(keptValues('retriever', { name: 'bm25', passages: 5, k1: 2 }), { passages: 5 });
  assert.deepEqual(keptValues('world', { name: 'graded', hops: 2 }), {});
  assert.deepEqual(keptValues('toString', { a: 1 }), {});
});
