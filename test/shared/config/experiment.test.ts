import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkNew, expandRuns, parseExperiment } from '../../../shared/config/experiment.ts';
import { catalogues } from './catalogues.ts';

const input = {
  name: 'gain-or-not',
  title: 'Does information gain help?',
  description: 'The same policy and questions, with and without turn rewards.',
  base: { model: { checkpoint: 'tiny' }, rollout: { maxTurns: 3 } },
  algorithms: [
    { label: 'IGPO', overrides: { 'algorithm.name': 'igpo', 'algorithm.gamma': 0.9 } },
    { label: 'GRPO', overrides: { algorithm: { name: 'grpo', preset: 'matched' } } },
  ],
  seeds: [1, 2, 3],
};
const refuses = (changes: object, message: string | RegExp) =>
  assert.throws(() => parseExperiment({ ...input, ...changes }, catalogues), { message });

test('an experiment expands into one run per label and seed, seed by seed', () => {
  const runs = expandRuns(parseExperiment(input, catalogues), catalogues);
  assert.deepEqual(
    runs.map(({ label, seed }) => `${label} ${seed}`),
    ['IGPO 1', 'GRPO 1', 'IGPO 2', 'GRPO 2', 'IGPO 3', 'GRPO 3'],
  );
  assert.equal(runs[3].config.name, 'gain-or-not/GRPO/2');
  assert.equal(runs[3].config.seed, 2);
  assert.equal(runs[3].config.algorithm.std, 'population');
  assert.equal(runs[2].config.algorithm.gamma, 0.9);
  for (const { config } of runs) assert.equal(config.rollout.maxTurns, 3);
});

test('runs of one label differ in seed and name alone', () => {
  const runs = expandRuns(parseExperiment(input, catalogues), catalogues);
  assert.deepEqual({ ...runs[0].config, seed: 2, name: runs[2].config.name }, runs[2].config);
});

test('faults of an experiment are sentences', () => {
  refuses({ tittle: 'x' }, 'experiment.tittle: unknown key — did you mean title?');
  refuses(
    { name: 'Gain or not' },
    'experiment.name: expected lower-case letters, digits and hyphens, got "Gain or not"',
  );
  refuses({ title: '' }, 'experiment.title: expected a text, got ""');
  refuses({ seeds: [] }, 'experiment.seeds: expected a list with at least one item, got []');
  refuses({ seeds: [1, 2, 1] }, 'experiment.seeds: expected each once, got 1 twice');
  refuses({ seeds: [-1] }, 'experiment.seeds[0]: expected an integer in [0, 4294967295], got -1');
  refuses(
    { algorithms: [input.algorithms[0], input.algorithms[0]] },
    'experiment.algorithms: expected each once, got "IGPO" twice',
  );
  refuses(
    { algorithms: [{ label: 'A', override: {} }] },
    'experiment.algorithms[0].override: unknown key — did you mean overrides?',
  );
  refuses(
    { base: { ...input.base, seed: 3 } },
    'experiment.base.seed: expected none, got 3 — each run of the experiment gets its own',
  );
  refuses(
    { algorithms: [{ label: 'A', overrides: { seed: 3 } }] },
    /^experiment\.algorithms\[0\]\.overrides\.seed: expected none/,
  );
});

test('an experiment with a run that does not parse is refused, and the label is named', () => {
  refuses(
    { algorithms: [input.algorithms[0], { label: 'wide', overrides: { 'algorithm.clpHigh': 0.3 } }] },
    'experiment gain-or-not, wide: config.algorithm.clpHigh: unknown key — did you mean clipHigh?',
  );
});

test('a plan of more runs than anybody asks for is refused before one of them is made', () => {
  const labels = (count: number) => Array.from({ length: count }, (_, i) => ({ label: `a${i}` }));
  const seeds = (count: number) => Array.from({ length: count }, (_, i) => i);
  const says =
    'experiment: expected at most 1000 runs, got 1,000 algorithms × 1,000 seeds — split it into several experiments';
  refuses({ algorithms: labels(1000), seeds: seeds(1000) }, says);
  refuses({ seeds: seeds(500_000) }, /got 2 algorithms × 500,000 seeds/);
  refuses({ algorithms: labels(2), seeds: Array(500).fill(7) }, 'experiment.seeds: expected each once, got 7 twice');
});

test('a label that names an algorithm has to train it, in any case, by name or title', () => {
  const checks = (algorithms: readonly object[]) => () =>
    checkNew(parseExperiment({ ...input, algorithms }, catalogues), catalogues);
  const trains = (label: string, name: string) => ({ label, overrides: { 'algorithm.name': name } });
  assert.throws(checks([trains('igpo', 'grpo')]), {
    message:
      'experiment.algorithms: expected the label igpo to train igpo, got algorithm.name grpo — name it by what it trains',
  });
  assert.throws(checks([trains('Dr. GRPO', 'grpo')]), /the label Dr\. GRPO to train drGrpo, got algorithm\.name grpo/);
  for (const label of ['GRPO', 'grpo', 'baseline', 'IGPO-like, but GRPO']) checks([trains(label, 'grpo')])();
});

test('two labels with one config are refused, since a comparison would take them for two algorithms', () => {
  const algorithms = [
    { label: 'plain', overrides: { 'algorithm.name': 'igpo', 'algorithm.gamma': 0.9 } },
    { label: 'same', overrides: { algorithm: { name: 'igpo', gamma: 0.9 } } },
  ];
  const experiment = parseExperiment({ ...input, algorithms }, catalogues); // one that was begun before still opens
  assert.throws(
    () => checkNew(experiment, catalogues),
    /expected variants that differ, got plain and same with one and/,
  );
  checkNew(parseExperiment(input, catalogues), catalogues);
});
