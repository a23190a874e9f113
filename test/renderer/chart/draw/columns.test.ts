import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axis } from '../../../../renderer/chart/scene/axis.ts';
import type { Axis } from '../../../../renderer/chart/scene/axis.ts';
import { columnsOf, lineSpans, placing, thick } from '../../../../renderer/chart/draw/columns.ts';
import type { Spans } from '../../../../renderer/chart/draw/columns.ts';
import { pyramid } from '../../../../renderer/chart/scene/pyramid.ts';
import { m4 } from '../../../../shared/metrics/downsample.ts';
import { stream } from '../../../../shared/util/rng.ts';

const plain = { spacing: 50, nice: false, unit: '' } as const;
const linear = (low: number, high: number, pixels: [number, number]): Axis =>
  axis({ low, high }, pixels, { ...plain, kind: 'linear' });

const spansOf = (xs: ArrayLike<number>, ys: ArrayLike<number>, x: Axis, y: Axis): Spans => {
  const at = Float64Array.from(xs);
  return lineSpans(pyramid(Float64Array.from(ys)), placing(at, columnsOf(x, 1), x), y);
};

test('a column spans its points and the line up to its edges', () => {
  // 4 columns of width 1 over x 0…4; y 0…10 is pixel 10…0
  const [x, y] = [linear(0, 4, [0, 4]), linear(0, 10, [10, 0])];
  const { top, bottom } = spansOf([0.5, 0.8, 2.5], [2, 8, 4.6], x, y);
  // from (0.8, 8) to (2.5, 4.6) the line falls by 2 per 1: 7.6 at x = 1, 5.6 at 2, and nothing is in column 3
  assert.deepEqual([...top].map(round), [2, 2.4, 4.4, NaN]);
  assert.deepEqual([...bottom].map(round), [8, 4.4, 5.4, NaN]);
});

test('a gap is not bridged, and a point between gaps has a column of its own', () => {
  const [x, y] = [linear(0, 5, [0, 5]), linear(0, 10, [10, 0])];
  const { top, bottom } = spansOf([0.5, 1.5, 2.5, 3.5, 4.5], [1, NaN, 5, NaN, 1], x, y);
  assert.deepEqual([...top], [9, NaN, 5, NaN, 9]);
  assert.deepEqual([...bottom], [9, NaN, 5, NaN, 9]);
});

test('the points that M4 chooses span the same pixels as all points, zoomed in and out', () => {
  const seed = 5;
  const random = stream(seed, 'columns test');
  for (const [low, high] of [
    [1, 20_000],
    [300, 900],
    [1000.5, 1017.25],
  ] as const) {
    const xs = Float64Array.from({ length: 20_000 }, (_, i) => i + 1);
    const ys = xs.map(() => random.normal());
    const [x, y] = [linear(low, high, [40, 540]), linear(-5, 5, [300, 0])];
    const chosen = m4(xs, ys, { count: 500, low, high });
    const all = spansOf(xs, ys, x, y);
    const few = spansOf(
      Array.from(chosen, (i) => xs[i]),
      Array.from(chosen, (i) => ys[i]),
      x,
      y,
    );
    all.top.forEach((top, c) => {
      const message = `seed ${seed}, [${low}, ${high}], column ${c}`;
      assert.ok(Math.abs(top - few.top[c]) < 1e-3, message);
      assert.ok(Math.abs(all.bottom[c] - few.bottom[c]) < 1e-3, message);
    });
  }
});

test('placing finds each edge as a plain search would, also where points cluster', () => {
  const xs = Float64Array.of(0, 0.1, 0.11, 0.12, 7, 7, 7, 7.5, 9.99);
  const x = linear(0, 10, [0, 10]);
  const { starts } = placing(xs, columnsOf(x, 1), x);
  const slow = Array.from({ length: 11 }, (_, edge) => xs.filter((value) => value < edge).length);
  assert.deepEqual([...starts], slow);
});

test('on a log scale the line between two points is straight in pixels', () => {
  const y = axis({ low: 1, high: 100 }, [20, 0], { ...plain, kind: 'log' });
  const { top, bottom } = spansOf([0, 2], [1, 100], linear(0, 2, [0, 2]), y);
  assert.deepEqual([...top].map(round), [10, 0]);
  assert.deepEqual([...bottom].map(round), [20, 10]);
});

test('a brush of radius 1.5 adds its height above and below, less beside', () => {
  const line = { top: Float32Array.of(NaN, 5, NaN), bottom: Float32Array.of(NaN, 6, NaN) };
  const { top, bottom } = thick(line, 1.5);
  // √(1.5² − 1) = 1.118
  assert.deepEqual([...top].map(round), [3.882, 3.5, 3.882]);
  assert.deepEqual([...bottom].map(round), [7.118, 7.5, 7.118]);
});

const round = (value: number): number => Math.round(value * 1000) / 1000;
