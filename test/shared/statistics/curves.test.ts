import { test } from 'node:test';
import assert from 'node:assert/strict';
import { areaUnderCurve } from '../../../shared/statistics/area-under-curve.ts';
import { stepsToThreshold } from '../../../shared/statistics/steps-to-threshold.ts';
import { speedUp } from '../../../shared/statistics/speed-up.ts';
import { debiasedEma } from '../../../shared/statistics/ema.ts';
import { alignCurves, band } from '../../../shared/statistics/align.ts';
import { valueAt } from '../../../shared/statistics/curve.ts';
import { close } from './worked-scores.ts';

const x = [0, 10, 20, 30, 40];
const a = { x, y: [0.2, 0.4, 0.55, 0.6, 0.62] };
const b = { x, y: [0.2, 0.3, 0.42, 0.52, 0.58] };

test('areaUnderCurve gives the worked numbers', () => {
  close(areaUnderCurve(a), 0.49, 1e-12);
  close(areaUnderCurve(b), 0.4075, 1e-12);
});

test('areaUnderCurve cuts to a range, bridges gaps and refuses to extrapolate', () => {
  // [5, 15]: .3 at 5, .4 at 10, .475 at 15 → (.35 · 5 + .4375 · 5) / 10
  close(areaUnderCurve(a, 5, 15), 0.39375, 1e-12);
  close(areaUnderCurve({ x: [0, 1, 2], y: [0, NaN, 1] }), 0.5, 1e-12);
  assert.ok(Number.isNaN(areaUnderCurve(a, 0, 50)));
  assert.ok(Number.isNaN(areaUnderCurve({ x: [3], y: [1] })));
  assert.throws(() => areaUnderCurve({ x: [1, 1], y: [0, 0] }), /increasing x, got 1 after 1/);
});

test('stepsToThreshold interpolates, and a curve that never gets there is censored', () => {
  const fast = stepsToThreshold(a, 0.5);
  const slow = stepsToThreshold(b, 0.5);
  assert.ok(fast.reached && slow.reached);
  close(fast.x, 16.6667, 5e-5);
  close(slow.x, 28, 1e-12);
  assert.deepEqual(stepsToThreshold(a, 0.9), { reached: false, budget: 40 });
  assert.deepEqual(stepsToThreshold(a, 0.1), { reached: true, x: 0 });
  assert.deepEqual(stepsToThreshold({ x: [0, 4], y: [8, 0] }, 2, -1), { reached: true, x: 3 });
});

test('speedUp is the ratio of means over pairs', () => {
  const one = speedUp([stepsToThreshold(a, 0.5)], [stepsToThreshold(b, 0.5)]);
  close(one.ratio!, 1.68, 1e-9);
  assert.deepEqual([one.interval, one.bound], [null, 'exact']);
  const at = (value: number) => ({ reached: true, x: value }) as const;
  // every pair has ratio 2, so every resample has
  const many = speedUp([at(10), at(20), at(30)], [at(20), at(40), at(60)]);
  assert.deepEqual([many.ratio, many.interval!.low, many.interval!.high], [2, 2, 2]);
});

test('speedUp counts a censored run with its budget and becomes a bound', () => {
  const reached = { reached: true, x: 10 } as const;
  const never = { reached: false, budget: 40 } as const;
  const slowCensored = speedUp([reached, reached], [reached, never]);
  assert.deepEqual([slowCensored.ratio, slowCensored.bound, slowCensored.slowReached], [2.5, 'atLeast', 1]);
  assert.equal(speedUp([never], [reached]).bound, 'atMost');
  assert.equal(speedUp([never], [never]).bound, 'undetermined');
  assert.equal(speedUp([{ reached: true, x: 0 }], [reached]).ratio, null);
  assert.throws(() => speedUp([reached], []), /expected pairs, got 1 and 0 runs/);
});

test('debiasedEma does not start at 0', () => {
  // β = .5: 4; (.5·2 + .5·8) / .75 = 6.6667 with m = 5
  const smooth = debiasedEma([4, 8, NaN, 8], 0.5);
  close(smooth[0], 4, 1e-12);
  close(smooth[1], 5 / 0.75, 1e-12);
  assert.ok(Number.isNaN(smooth[2]));
  close(smooth[3], (0.5 * 5 + 4) / 0.875, 1e-12);
  assert.deepEqual([...debiasedEma([3, 1], 0)], [3, 1]);
  assert.throws(() => debiasedEma([1], 1), /decay in \[0, 1\), got 1/);
});

test('alignCurves is exact on a shared x and interpolates inside the ranges otherwise', () => {
  assert.equal(alignCurves([a, b]).method, 'exact');
  const aligned = alignCurves([
    { x: [0, 10], y: [0, 1] },
    { x: [5, 20], y: [2, 5] },
  ]);
  assert.deepEqual(aligned.x, [0, 5, 10, 20]);
  assert.deepEqual(aligned.y, [
    [0, 0.5, 1, NaN],
    [NaN, 2, 3, 5],
  ]);
});

test('valueAt keeps gaps open', () => {
  const gap = { x: [0, 1, 2], y: [0, NaN, 2] };
  assert.ok(Number.isNaN(valueAt(gap, 0.5)));
  assert.equal(valueAt(gap, 2), 2);
});

test('band has no mean where a run has no value', () => {
  const { mean, interval, n } = band([
    { x: [0, 1, 2], y: [1, 2, NaN] },
    { x: [0, 1, 2], y: [3, 2, 4] },
  ]);
  assert.equal(n, 2);
  assert.deepEqual(mean, [2, 2, NaN]);
  close(interval[0]?.high ?? NaN, 2 + 12.706204736, 1e-6); // s = √2, se = 1, t(.975, 1)
  assert.equal(interval[2], null);
  assert.deepEqual(band([]).x, []);
});
