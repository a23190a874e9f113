import { test } from 'node:test';
import assert from 'node:assert/strict';
import { bootstrapInterval, quantile } from '../../../shared/statistics/bootstrap.ts';
import { mean } from '../../../shared/util/math.ts';
import { close } from './worked-scores.ts';

test('bootstrapInterval of a mean is its normal interval for many values, and the same twice', () => {
  // mean ½, standard error 1 / √(12 · 400) = 0.01443
  const values = Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400);
  const meanOf = (seed: number) =>
    bootstrapInterval((rng) => mean(values.map(() => values[rng.integer(values.length)])), {
      replicates: 4000,
      seed,
    })!;
  const { low, high } = meanOf(3);
  // ½ ∓ 1.96 · 0.01443; percentiles of 4000 replicates wobble by about 0.0006
  close(low, 0.4717, 0.002);
  close(high, 0.5283, 0.002);
  assert.deepEqual(meanOf(3), meanOf(3));
  assert.notDeepEqual(meanOf(4), meanOf(3));
});

test('bootstrapInterval gives none if most replicates are not finite', () => {
  assert.equal(
    bootstrapInterval((rng) => (rng.next() < 0.9 ? NaN : 1)),
    null,
  );
  assert.throws(() => bootstrapInterval(() => 0, { replicates: 5 }), /at least 100 replicates, got 5/);
});

test('quantile interpolates between order statistics', () => {
  assert.equal(quantile([1, 2, 4], 0.75), 3);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});
