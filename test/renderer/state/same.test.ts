import assert from 'node:assert/strict';
import { test } from 'node:test';
import { same } from '../../../renderer/state/same.ts';

test('plain data is the same by content', () => {
  assert.ok(
    same({ runs: ['a', 'b'], filter: { set: 'evaluation' } }, { filter: { set: 'evaluation' }, runs: ['a', 'b'] }),
  );
  assert.ok(same([], []));
  assert.ok(same(null, null));
  assert.ok(same({ level: NaN }, { level: NaN }));
  assert.ok(same({ run: 'a', steps: undefined }, { run: 'a' }), 'an undefined value is absent, as in a message');
});

test('plain data differs in a value, a key, an order or a kind', () => {
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [{ run: 'a' }, { run: 'b' }],
    [{ run: 'a' }, { name: 'a' }],
    [{ run: 'a' }, { run: 'a', step: 1 }],
    [
      { run: 'a', step: undefined },
      { run: 'a', name: 1 },
    ],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [['a'], ['a', 'b']],
    [['a'], { 0: 'a' }],
    [[], {}],
    [null, {}],
    [null, undefined],
    [1, '1'],
    [0, false],
  ];
  for (const [a, b] of pairs) {
    assert.equal(same(a, b), false);
    assert.equal(same(b, a), false);
  }
});
