/** What holds for every measurement, and that one is known to no file but its own and those that read it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { algorithms } from '../../../shared/algorithms/index.ts';
import { measurements, measurementsNamed } from '../../../shared/measurements/index.ts';
import { rowLength } from '../../../shared/measurements/measurement.ts';
import { scorers } from '../../../shared/scorers/index.ts';
import { needsReference, trainingMeasurements } from '../../../shared/train/reads.ts';
import { trainStep } from '../../../shared/train/step.ts';
import { toyTrainer } from '../../support/toy-trainer.ts';

const root = join(import.meta.dirname, '../../..');
const sources = ['shared', 'main', 'renderer'].flatMap((layer) =>
  readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .map((path) => `${layer}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|svelte)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

test('what a scorer reads is in the catalogue, and what is in the catalogue is read by a scorer', () => {
  const read = new Set(scorers.flatMap(({ reads = [] }) => reads));
  assert.deepEqual([...read].sort(), measurements.map(({ name }) => name).sort());
});

test('measurements are found by name, each once and in the order of the catalogue; a misspelt name is refused', () => {
  const names = (asked: string[]) => measurementsNamed(asked).map(({ name }) => name);
  assert.deepEqual(names(['randomEvidence', 'belief', 'randomEvidence']), ['belief', 'randomEvidence']);
  assert.deepEqual(names([]), []);
  assert.throws(() => names(['beleif']), /^RangeError: measurements: expected the name of a measurement, got beleif/);
});

// the belief is what the whole app is about
for (const { name } of measurements.filter((one) => one.name !== 'belief'))
  test(`${name} is named in its own file, in the index and by the scorers that read it, nowhere else`, () => {
    const own = [`shared/measurements/${kebab(name)}.ts`, 'shared/measurements/index.ts'];
    const mentions = sources.filter(({ text }) => text.includes(name) || text.includes(kebab(name)));
    const others = mentions.filter(({ path }) => !own.includes(path));
    assert.equal(mentions.length - others.length, own.length, 'the search finds its own files');
    assert.ok(others.length > 0, 'a scorer reads it');
    for (const { path, text } of others)
      assert.ok(path.startsWith('shared/scorers/') && /reads: \[.*\]/.test(text), `${path} mentions ${name}`);
  });

for (const measurement of measurements)
  test(`${measurement.name} is in every rollout of a step that reads it, and in none of a step that does not`, async () => {
    const measured = async (algorithm: string) => {
      const config = { algorithm: { name: algorithm }, train: { scoreGroundTruth: 'auto' } };
      const trainer = toyTrainer({ config });
      const { groups } = await trainStep(1, trainer);
      const reads = trainingMeasurements(trainer).includes(measurement);
      for (const { rollout } of groups.flat())
        assert.equal(measurement.result(rollout) !== undefined, reads, `${algorithm}, rollout ${rollout.id}`);
      if (reads && measurement.policy !== 'current') assert.ok(needsReference(trainer), 'the run opens that policy');
      return reads;
    };
    const read = await Promise.all(['igpo', 'igSearch', 'tips', 'grpo'].map(measured));
    assert.ok(read.includes(false));
    if (measurement.policy !== 'reference') assert.ok(read.includes(true));
  });

test('log-probs of the reference policy are in every rollout where the KL is in the reward', async () => {
  const kl = { klPlace: 'reward', klCoefficient: 0.01, klEstimator: 'k1' };
  const trainer = toyTrainer({ config: { algorithm: { name: 'rloo', ...kl } } });
  const [measurement] = measurementsNamed(['referenceLogProb']);
  assert.ok(trainingMeasurements(trainer).includes(measurement));
  for (const { rollout } of (await trainStep(1, trainer)).groups.flat()) assert.ok(measurement.result(rollout));
});

test('a row has room for a full rollout, a ground truth, and the longest that is measured behind it', () => {
  const { rollout } = toyTrainer({ config: { rollout: { maxTokens: 100, maxResponseTokens: 30 } } }).config;
  const length = (policy: 'current' | 'teacher', ...names: string[]) =>
    rowLength(measurementsNamed(names), policy, rollout);
  assert.equal(length('current'), 116);
  assert.equal(length('current', 'belief', 'referenceAnswers'), 116);
  assert.equal(length('current', 'belief', 'randomEvidence'), 146);
  assert.equal(length('teacher', 'referenceAnswers', 'randomEvidence'), 164);
});

test('beliefs are measured for any algorithm where train.scoreGroundTruth is always', () => {
  for (const { name } of algorithms) {
    const trainer = toyTrainer({ config: { algorithm: { name }, rollout: { groupSize: 2 } } });
    assert.ok(
      trainingMeasurements(trainer).some((one) => one.name === 'belief'),
      name,
    );
  }
});
