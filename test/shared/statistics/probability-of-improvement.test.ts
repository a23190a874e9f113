import { test } from 'node:test';
import assert from 'node:assert/strict';
import { bootstrapInterval } from '../../../shared/statistics/bootstrap.ts';
import { improvement, probabilityOfImprovement } from '../../../shared/statistics/probability-of-improvement.ts';
import { mean } from '../../../shared/util/math.ts';
import type { Rng } from '../../../shared/util/rng.ts';
import { close, scoresA, scoresB } from './worked-scores.ts';

const columns = (scores: number[][]) => scores[0].map((_, j) => scores.map((row) => row[j]));
const sets = columns(scoresA).map((a, j) => [a, columns(scoresB)[j]] as const);

test('probabilityOfImprovement gives the worked numbers and sums to 1 with its mirror', () => {
  const found = sets.map(([a, b]) => probabilityOfImprovement(a, b));
  [0.9, 0.82, 0.86].forEach((expected, j) => close(found[j], expected, 1e-12));
  close(mean(found), 0.86, 1e-12);
  for (const [a, b] of sets) close(probabilityOfImprovement(a, b) + probabilityOfImprovement(b, a), 1, 1e-12);
  assert.equal(probabilityOfImprovement([1], [1]), 0.5);
  assert.ok(Number.isNaN(probabilityOfImprovement([], [1])));
});

const resampled = (values: readonly number[], rng: Rng): number[] => values.map(() => rng.pick(values));

test('resampling both sides of every set gives the worked interval', () => {
  const { low, high } = bootstrapInterval(
    (rng) => mean(sets.map(([a, b]) => probabilityOfImprovement(resampled(a, rng), resampled(b, rng)))),
    { replicates: 4000 },
  )!;
  // percentiles of 4000 replicates wobble by about 0.005
  close(low, 0.707, 0.015);
  close(high, 0.973, 0.015);
});

test('the interval spans what a small case can become, and names its seed', () => {
  // x drawn (1, 1) and y (2, 2), 1 of 16 resamples and so more than 2.5 %, gives 0; x (3, 3), 4 of 16, gives 1
  const { probability, interval } = improvement([1, 3], [0, 2])!;
  assert.deepEqual([probability, interval!.low, interval!.high], [0.75, 0, 1]);
  assert.equal(interval!.method, 'percentile bootstrap, 2000 replicates, seed 0');
  assert.match(improvement([1, 3], [0, 2], { seed: 5 })!.interval!.method, /seed 5$/);
});

test('one value shows no spread, and neither do sides that do not overlap', () => {
  assert.equal(improvement([1], [0, 2]), null);
  assert.deepEqual(improvement([3, 4], [1, 2]), { probability: 1, interval: null });
  assert.deepEqual(improvement([2, 2], [2, 2]), { probability: 0.5, interval: null });
});

test('counting how often each value was drawn gives the same interval as the values drawn', () => {
  for (const [x, y] of sets) {
    const slow = bootstrapInterval((rng) => probabilityOfImprovement(resampled(x, rng), resampled(y, rng)))!;
    const fast = improvement(x, y)!.interval!;
    assert.deepEqual([fast.low, fast.high], [slow.low, slow.high]);
  }
});
