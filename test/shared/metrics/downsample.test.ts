import { test } from 'node:test';
import assert from 'node:assert/strict';
import { m4 } from '../../../shared/metrics/downsample.ts';
import { stream } from '../../../shared/util/rng.ts';

const f64 = (values: number[]) => Float64Array.from(values);
const range = (n: number) => Float64Array.from({ length: n }, (_, i) => i);

test('m4 keeps first, lowest, highest and last of each column', () => {
  const y = f64([3, 9, 1, 4, 5, /* second column */ 5, 5, 7, 2, 6]);
  assert.deepEqual([...m4(range(10), y, { count: 2, low: 0, high: 10 })], [0, 1, 2, 4, 5, 7, 8, 9]);
});

test('m4 keeps gaps open, inside a column and across its border', () => {
  const y = f64([1, NaN, 2, 3, NaN, /* second column */ NaN, NaN, 4, 5, 6]);
  const kept = [...m4(range(10), y, { count: 2, low: 0, high: 10 })];
  assert.deepEqual(kept, [0, 1, 3, 4, 5, 7, 9]);
});

test('m4 keeps one point beyond each edge of the range', () => {
  assert.deepEqual([...m4(range(10), range(10), { count: 100, low: 3, high: 5 })], [2, 3, 4, 5, 6]);
});

test('m4 of no points, one point or one x returns them all', () => {
  assert.deepEqual([...m4(f64([]), f64([]), { count: 4, low: 0, high: 1 })], []);
  assert.deepEqual([...m4(f64([2]), f64([NaN]), { count: 4, low: 2, high: 2 })], [0]);
  assert.throws(() => m4(f64([1]), f64([]), { count: 4, low: 0, high: 1 }), /as many y as x \(1\), got 0/);
  assert.throws(() => m4(f64([]), f64([]), { count: 0, low: 0, high: 1 }), /at least 1 column, got 0/);
});

test('m4 has the extremes of every column, whatever the data', () => {
  const seed = 7;
  const rng = stream(seed, 'm4');
  const n = 20000;
  const y = Float64Array.from({ length: n }, () => (rng.next() < 0.01 ? NaN : rng.normal()));
  const kept = m4(range(n), y, { count: 200, low: 0, high: n });
  assert.ok(kept.length <= 200 * 7, `seed ${seed}: ${kept.length} points`);
  for (let column = 0; column < 200; column++) {
    const values = [...y.slice(column * 100, column * 100 + 100)].filter((v) => !Number.isNaN(v));
    const shown = [...kept].filter((i) => Math.floor(i / 100) === column).map((i) => y[i]);
    for (const extreme of [Math.min(...values), Math.max(...values)])
      assert.ok(shown.includes(extreme), `seed ${seed}: column ${column} lost ${extreme}`);
  }
});
