import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson } from '../../../shared/config/hash.ts';
import { applyOverrides, parseAssignments } from '../../../shared/config/overrides.ts';
import { parseRunConfig } from '../../../shared/config/run-config.ts';
import { catalogues, smallest } from './catalogues.ts';

const set = (...assignments: string[]) => parseAssignments(assignments, smallest, catalogues);

test('an override sets a value at its path, makes missing sections and copies the config', () => {
  const config = { name: 'a', rollout: { groupSize: 4 } };
  const changed = applyOverrides(config, { 'rollout.maxTurns': 2, 'algorithm.gamma': 0.9, name: 'b' });
  assert.deepEqual(changed, { name: 'b', rollout: { groupSize: 4, maxTurns: 2 }, algorithm: { gamma: 0.9 } });
  assert.deepEqual(config, { name: 'a', rollout: { groupSize: 4 } });
});

test('an override of a section’s path replaces the section', () => {
  const changed = applyOverrides({ algorithm: { name: 'igpo', gamma: 0.9 } }, { algorithm: { name: 'grpo' } });
  assert.deepEqual(changed, { algorithm: { name: 'grpo' } });
});

test('an override through a value is refused', () => {
  assert.throws(() => applyOverrides({ name: 'a' }, { 'name.x': 1 }), {
    message: 'config.name: expected an object, got "a"',
  });
});

test('an override never reaches a prototype', () => {
  const changed = applyOverrides({}, { '__proto__.polluted': 1, 'constructor.polluted': 1 });
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  assert.throws(() => parseRunConfig(changed, catalogues), /unknown key/);
});

test('assignments are read as the kind that their parameter declares', () => {
  assert.deepEqual(
    set(
      'seed=7',
      'algorithm.gamma=0.9',
      'world.shuffle=false',
      'world.language=2024',
      'model.checkpoint=1e3',
      'optimizer.learningRate=3e-4',
    ),
    {
      seed: 7,
      'algorithm.gamma': 0.9,
      'world.shuffle': false,
      'world.language': '2024',
      'model.checkpoint': '1e3',
      'optimizer.learningRate': 0.0003,
    },
  );
  assert.deepEqual(set('name=a=b'), { name: 'a=b' }, 'only the first = divides');
});

test('the name of a member is applied before the parameters of its section, in whatever order they come', () => {
  assert.deepEqual(set('schedule.finalShare=0.1', 'schedule.name=linear'), {
    'schedule.finalShare': 0.1,
    'schedule.name': 'linear',
  });
  assert.throws(() => set('schedule.finalShare=0.1'), /^RangeError: config\.schedule\.finalShare: unknown key/);
});

test('faults of an assignment are sentences', () => {
  assert.throws(() => set('seed'), { message: '--set: expected path=value, got seed' });
  assert.throws(() => set('=3'), { message: '--set: expected path=value, got =3' });
  assert.throws(() => set('algorithm.gama=1'), {
    message: 'config.algorithm.gama: unknown key — did you mean algorithm.gamma?',
  });
  assert.throws(
    () => set('algorithm.name=ipgoo'),
    /^RangeError: config\.algorithm\.name: expected one of igpo, grpo, reinforce/,
  );
});

test('a value of the wrong kind is refused when the config is parsed', () => {
  const changed = applyOverrides(smallest, set('algorithm.gamma=much', 'world.shuffle=1'));
  assert.throws(() => parseRunConfig(changed, catalogues), {
    message: 'config.algorithm.gamma: expected a number in [0, 1], got "much"',
  });
  assert.throws(() => parseRunConfig(applyOverrides(smallest, set('seed=')), catalogues), /config\.seed: .* got ""/);
});

test('canonical JSON depends on every value, and not on the order of keys', () => {
  assert.equal(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true }), '{"a":true,"b":[1,{"c":"x","d":null}]}');
  assert.equal(canonicalJson({ a: 1, b: 2 }), canonicalJson({ b: 2, a: 1 }));
  assert.notEqual(canonicalJson([1, 2]), canonicalJson([2, 1]));
  const config = parseRunConfig(smallest, catalogues);
  const reversed = Object.fromEntries(Object.entries(config).reverse());
  assert.equal(canonicalJson(reversed), canonicalJson(config));
  assert.deepEqual(JSON.parse(canonicalJson(config)), config);
});

test('canonical JSON refuses what JSON would drop or change', () => {
  for (const value of [undefined, NaN, Infinity, () => 1, new Date(0), new Map(), 1n])
    assert.throws(() => canonicalJson({ value }), /canonicalJson: expected a value that JSON can hold, got/);
});
