/** Setting an experiment up: edits of the draft, and the form derived from the declarations. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  differences,
  draftFrom,
  duplicateVariant,
  addVariant,
  nameFrom,
  setBase,
  setMember,
  setOverride,
  sweep,
  valueAt,
  variantConfig,
  withValueAt,
} from '../../../../renderer/features/setup/draft.ts';
import { rangeText, sections, typed, words } from '../../../../renderer/features/setup/form.ts';
import { parseExperiment } from '../../../../shared/config/experiment.ts';
import { catalogues } from '../../../../shared/train/catalogues.ts';
import type { JsonObject } from '../../../../shared/util/json.ts';

const quickstart = JSON.parse(
  readFileSync(new URL('../../../../resources/presets/quickstart/experiment.json', import.meta.url), 'utf8'),
) as JsonObject;
const draft = draftFrom(quickstart);

test('a draft of a preset is the preset, and parses', () => {
  assert.deepEqual(draft, quickstart);
  assert.equal(parseExperiment(draft, catalogues).seeds.length, 3);
});

test('a value is set, read and taken away at any depth, and an emptied section goes with it', () => {
  const changed = withValueAt({ a: 1 }, 'b.c.d', 2);
  assert.deepEqual(changed, { a: 1, b: { c: { d: 2 } } });
  assert.equal(valueAt(changed, 'b.c.d'), 2);
  assert.equal(valueAt(changed, 'b.x.d'), undefined);
  assert.deepEqual(withValueAt(changed, 'b.c.d', undefined), { a: 1 });
  assert.equal(valueAt({ a: {} }, 'a.constructor'), undefined);
});

test('every parameter of the config has one field, with the value that is set and the default that holds', () => {
  const config = variantConfig(draft, draft.algorithms[0]);
  const all = sections(config, catalogues);
  const fields = new Map(all.flatMap((section) => section.fields.map((field) => [field.path, field])));
  assert.equal(fields.get('train.steps')!.given, 30);
  assert.equal(fields.get('train.steps')!.standard, 100);
  assert.equal(fields.get('rollout.topP')!.given, undefined);
  assert.equal(all.find(({ name }) => name === 'algorithm')!.preset, 'paper');
  const resolved = parseExperiment(draft, catalogues);
  for (const section of ['rollout', 'train', 'model', 'world', 'retriever', 'optimizer', 'schedule', 'algorithm'])
    assert.ok(
      [...fields.keys()].some((path) => path.startsWith(`${section}.`)),
      `${section} of ${resolved.name}`,
    );
});

test('a member that starts from a preset shows the values of the preset as what holds', () => {
  const config = variantConfig(draft, {
    label: 'grpo',
    overrides: { 'algorithm.name': 'grpo', 'algorithm.preset': 'matched' },
  });
  const algorithm = sections(config, catalogues).find(({ name }) => name === 'algorithm')!;
  const matched = catalogues.algorithms.find(({ name }) => name === 'grpo')!.presets!.matched!;
  for (const field of algorithm.fields)
    assert.equal(field.standard, matched[field.key] ?? field.parameter.default, field.path);
});

test('a value that does not fit is reported at its field', () => {
  const config = variantConfig(setBase(draft, 'train.steps', 0), draft.algorithms[0]);
  const field = sections(config, catalogues)
    .flatMap(({ fields }) => fields)
    .find(({ path }) => path === 'train.steps')!;
  assert.equal(field.problem, 'train.steps: expected an integer in [1, 1000000000], got 0');
});

test('what is typed is read as the kind that is declared, and stays a text where it cannot be', () => {
  const { parameter } = sections({}, catalogues)
    .flatMap(({ fields }) => fields)
    .find(({ path }) => path === 'train.steps')!;
  assert.equal(typed(parameter, ' 30 '), 30);
  assert.equal(typed(parameter, '3e1'), 30);
  assert.equal(typed(parameter, ''), undefined);
  assert.equal(typed(parameter, 'many'), 'many');
  assert.equal(rangeText(parameter), '1 to 1000000000 steps');
  assert.equal(words('questionsPerStep'), 'Questions per step');
});

test('another member of a section leaves the parameters of the old one behind', () => {
  const changed = setMember(draft, 'optimizer', 'sgd');
  assert.deepEqual(changed.base.optimizer, { name: 'sgd', learningRate: 0.001 });
  assert.deepEqual(setMember(draft, 'world', 'random').base.world, { name: 'random' });
});

test('algorithms are added, copied and swept under labels of their own, and still parse', () => {
  const more = duplicateVariant(addVariant(draft, 'igpo', 'paper'), 0);
  assert.deepEqual(
    more.algorithms.map(({ label }) => label),
    ['igpo', 'igpo 3', 'grpo', 'igpo 2'],
  );
  const swept = sweep(draft, 'optimizer.learningRate', [0.001, 0.003]);
  assert.deepEqual(
    swept.algorithms.map(({ label }) => label),
    ['igpo learningRate 0.001', 'igpo learningRate 0.003', 'grpo learningRate 0.001', 'grpo learningRate 0.003'],
  );
  assert.equal(parseExperiment(swept, catalogues).algorithms.length, 4);
});

test('differences name what was changed, added and taken away, and nothing else', () => {
  assert.deepEqual(differences(draft, draft), []);
  assert.deepEqual(differences({ ...draft, title: 'other', name: 'other' }, draft), []);
  const changed = setOverride({ ...setBase(draft, 'train.steps', 60), seeds: [1] }, 1, 'optimizer.learningRate', 0.01);
  assert.deepEqual(differences(changed, draft), [
    { path: 'train.steps', before: '30', after: '60' },
    { path: 'seeds', before: '1, 2, 3', after: '1' },
    { path: 'grpo: optimizer.learningRate', before: '–', after: '0.01' },
  ]);
});

test('a title becomes the name of a folder', () => {
  assert.equal(nameFrom('IGPO vs. GRPO, 3 hops!'), 'igpo-vs-grpo-3-hops');
  assert.equal(nameFrom('¿?'), '');
});
