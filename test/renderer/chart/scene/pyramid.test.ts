import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawable, pyramid, pyramidOf, widen } from '../../../../renderer/chart/scene/pyramid.ts';
import { stream } from '../../../../shared/util/rng.ts';

const none = () => ({ low: Infinity, high: -Infinity });

test('the extremes of any range are those of reading all its values, gaps skipped', () => {
  const seed = 11;
  const random = stream(seed, 'pyramid test');
  for (const length of [0, 1, 63, 64, 65, 4096, 9001]) {
    const y = Float64Array.from({ length }, () => (random.next() < 0.1 ? NaN : random.normal()));
    const built = pyramid(y);
    for (let i = 0; i < 60; i++) {
      const from = random.integer(length + 1);
      const to = from + random.integer(length - from + 1);
      const values = y.slice(from, to).filter((value) => !Number.isNaN(value));
      const slow = { low: Math.min(...values), high: Math.max(...values) };
      assert.deepEqual(widen(none(), built, from, to), slow, `seed ${seed}, ${length} values, [${from}, ${to})`);
    }
  }
});

test('widen keeps what was found before if it reaches further', () => {
  assert.deepEqual(widen({ low: -5, high: 2 }, pyramid(Float64Array.of(1, 3)), 0, 2), { low: -5, high: 3 });
  assert.deepEqual(widen(none(), pyramid(Float64Array.of(NaN, NaN)), 0, 2), none());
});

test('infinities are gaps, and on a log scale so is everything up to 0', () => {
  const y = Float64Array.of(1, Infinity, -Infinity, NaN, 0, -2);
  assert.deepEqual([...drawable(y, false)], [1, NaN, NaN, NaN, 0, -2]);
  assert.deepEqual([...drawable(y, true)], [1, NaN, NaN, NaN, NaN, NaN]);
  const clean = Float64Array.of(1, NaN, 2);
  assert.equal(drawable(clean, false), clean, 'clean values are not copied');
});

test('a pyramid is built once per array and kind of scale', () => {
  const y = Float64Array.of(1, -1);
  assert.equal(pyramidOf(y, false), pyramidOf(y, false));
  assert.deepEqual(widen(none(), pyramidOf(y, true), 0, 2), { low: 1, high: 1 });
  assert.deepEqual(widen(none(), pyramidOf(y, false), 0, 2), { low: -1, high: 1 });
});
