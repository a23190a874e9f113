import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expandRuns } from '../../../shared/config/experiment.ts';
import { catalogues } from '../../../shared/train/catalogues.ts';
import {
  freeExperimentFolder,
  latestExperimentFolder,
  plannedRuns,
  runFolderNames,
  saveExperiment,
} from '../../../main/run-folder/experiment-folder.ts';
import { changeExperiment, loadExperiment, presetNames } from '../../../main/run-folder/experiments.ts';
import { parseSeeds, seedsText } from '../../../shared/config/seeds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('every preset parses into runs with distinct names', () => {
  assert.ok(presetNames().includes('quickstart'));
  for (const name of presetNames()) {
    const experiment = loadExperiment(name);
    assert.equal(experiment.name, name);
    const folders = plannedRuns('runs', experiment).map(({ folder }) => folder);
    assert.equal(new Set(folders).size, experiment.algorithms.length * experiment.seeds.length);
  }
});

test('the config of one run is an experiment of one run, which resolves to that config', (t) => {
  const path = join(temporaryFolder(t), 'one.json');
  writeFileSync(
    path,
    JSON.stringify({ name: 'My Run', seed: 7, model: { checkpoint: 'x' }, algorithm: { name: 'grpo' } }),
  );
  const [{ label, seed, config }, ...others] = expandRuns(loadExperiment(path), catalogues);
  assert.deepEqual(
    [others.length, label, seed, config.algorithm.name, config.name],
    [0, 'grpo', 7, 'grpo', 'my-run/grpo/7'],
  );
});

test('faults name the file', (t) => {
  const path = join(temporaryFolder(t), 'bad.json');
  writeFileSync(path, '{"name": "x", ');
  assert.throws(() => loadExperiment(path), new RegExp(`^RangeError: ${path}: expected JSON`));
  writeFileSync(path, JSON.stringify({ name: 'x', title: 'X', base: {}, algorithms: [], seeds: [1] }));
  assert.throws(() => loadExperiment(path), new RegExp(`^RangeError: ${path}: experiment.algorithms: expected a list`));
  assert.throws(
    () => loadExperiment('./nothing.json'),
    /nothing\.json: expected the file or folder of an experiment, got nothing there/,
  );
  assert.throws(() => loadExperiment('./main'), /got a folder without experiment\.json/);
});

test('assignments reach every algorithm; a key that only one has reaches that one', () => {
  const changed = changeExperiment(loadExperiment('quickstart'), {
    set: ['train.steps=5', 'algorithm.gainWeight=0.3', 'algorithm.clipHigh=0.25'],
    seeds: [9],
  });
  const [igpo, grpo] = expandRuns(changed, catalogues).map(({ config }) => config);
  assert.deepEqual([igpo.train.steps, grpo.train.steps, igpo.seed], [5, 5, 9]);
  assert.deepEqual([igpo.algorithm.gainWeight, grpo.algorithm.gainWeight], [0.3, undefined]);
  assert.deepEqual([igpo.algorithm.clipHigh, grpo.algorithm.clipHigh], [0.25, 0.25]);
});

test('a key that nothing has is refused with the nearest one, a value out of range with the range', () => {
  const change = (assignment: string) => () =>
    changeExperiment(loadExperiment('quickstart'), { set: [assignment], seeds: null });
  assert.throws(change('train.stesp=3'), /config\.train\.stesp: unknown key — did you mean train\.steps\?/);
  assert.throws(change('train.steps=0'), /config\.train\.steps: expected an integer in \[1, .*got 0/);
  assert.throws(change('train.steps'), /--set: expected path=value, got train\.steps/);
  assert.throws(change('seed=4'), /seed: expected none/);
});

test('seeds are lists and ranges', () => {
  assert.deepEqual(parseSeeds('1..3,7', '--seeds'), [1, 2, 3, 7]);
  for (const seeds of [[1], [1, 2], [1, 2, 3, 7], [5, 1, 2, 3, 4, 9, 10]])
    assert.deepEqual(parseSeeds(seedsText(seeds), '--seeds'), seeds);
  assert.equal(seedsText([1, 2, 3, 7, 9, 10]), '1..3,7,9,10');
  for (const wrong of ['', 'a', '3..1', '1...3', '-1', '1.5', '1..2000'])
    assert.throws(() => parseSeeds(wrong, '--seeds'), /--seeds: expected seeds such as 1\.\.5 or 1,2,3/, wrong);
});

test('each experiment of a name gets the next folder, and the last one is continued', (t) => {
  const runs = temporaryFolder(t);
  const experiment = loadExperiment('quickstart');
  assert.throws(() => latestExperimentFolder(runs, 'quickstart'), /expected an experiment quickstart in .*got none/);
  for (const name of ['quickstart', 'quickstart-2', 'quickstart-3']) {
    const folder = freeExperimentFolder(runs, 'quickstart');
    assert.equal(basename(folder), name);
    saveExperiment(folder, experiment);
    assert.deepEqual(loadExperiment(folder), experiment);
  }
  mkdirSync(join(runs, 'quickstart-9')); // no experiment in it
  saveExperiment(join(runs, 'quickstart-big'), experiment);
  assert.equal(basename(latestExperimentFolder(runs, 'quickstart')), 'quickstart-3');
});

test('an experiment whose own name ends in a number is not taken for the later folder of another', (t) => {
  const runs = temporaryFolder(t);
  const named = (name: string) => ({ ...loadExperiment('quickstart'), name });
  saveExperiment(join(runs, 'lr'), named('lr'));
  saveExperiment(join(runs, 'lr-3'), named('lr-3'));
  assert.equal(basename(latestExperimentFolder(runs, 'lr')), 'lr');
  assert.equal(basename(latestExperimentFolder(runs, 'lr-3')), 'lr-3');
  saveExperiment(join(runs, 'lr-2'), named('lr'));
  assert.equal(basename(latestExperimentFolder(runs, 'lr')), 'lr-2');
});

test('labels in any script, with signs, of any length or alike have folders of their own', () => {
  const names = (...labels: readonly string[]): string[] => {
    const nameOf = runFolderNames(labels);
    return labels.map((label) => nameOf(label, 1));
  };
  assert.deepEqual(names('IGPO v1', 'GRPO'), ['igpo-v1-seed-1', 'grpo-seed-1']); // as older experiments have them
  for (const labels of [
    ['情報利得', '結果のみ'],
    ['α', 'β', 'γ'],
    ['IGPO', 'IGPO+'],
    ['IGPO v1', 'igpo-v1'],
    ['a'.repeat(400), `${'a'.repeat(400)}b`],
  ]) {
    // prettier-ignore
    const all = names(...labels);
    assert.equal(new Set(all).size, labels.length, all.join());
    assert.deepEqual(names(...labels), all);
    for (const name of all) assert.match(name, /^[a-z0-9-]{1,240}$/);
  }
});

test('an experiment with such labels trains every run under its own label', (t) => {
  const experiment = loadExperiment('quickstart');
  const [first, second] = experiment.algorithms;
  const labelled = { ...experiment, algorithms: [{ ...first, label: '情報利得' }, { ...second, label: '結果のみ' }] }; // prettier-ignore
  const folder = join(temporaryFolder(t), 'cjk');
  saveExperiment(folder, labelled);
  const runs = plannedRuns(folder, loadExperiment(folder));
  assert.equal(new Set(runs.map((run) => run.folder)).size, runs.length);
  assert.deepEqual([...new Set(runs.map(({ label }) => label))], ['情報利得', '結果のみ']);
});
