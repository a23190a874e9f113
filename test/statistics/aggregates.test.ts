import { test } from 'node:test';
import assert from 'node:assert/strict';
import { iqm, iqmFloor } from '../../shared/statistics/iqm.ts';
import { optimalityGap } from '../../shared/statistics/optimality-gap.ts';
import { bootstrapInterval, quantile, stratifiedBootstrap } from '../../shared/statistics/bootstrap.ts';
import {
  probabilityOfImprovement,
  probabilityOfImprovementInterval,
} from '../../shared/statistics/probability-of-improvement.ts';
import { performanceProfile } from '../../shared/statistics/performance-profile.ts';
import { passAtK } from '../../shared/statistics/pass-at-k.ts';
import { close, scoresA, scoresB } from './worked-scores.ts';

test('iqm and iqmFloor give the worked numbers', () => {
  close(iqmFloor(scoresA.flat()), 0.54333, 5e-6);
  close(iqmFloor(scoresB.flat()), 0.48444, 5e-6);
  close(iqm(scoresA.flat()), 0.546, 5e-6);
  close(iqm(scoresB.flat()), 0.48633, 5e-6);
  close(iqm([1, 2, 3, 4, 5, 6, 7, 100]), 4.5, 1e-12);
  close(iqmFloor([0.2, 0.3, 0.5, 0.6, 0.9]), 0.4667, 5e-5);
  close(iqm([0.2, 0.3, 0.5, 0.6, 0.9]), 0.47, 1e-12);
  assert.equal(iqm([0.3]), 0.3);
});

test('optimalityGap does not let excess make up for a shortfall', () => {
  close(optimalityGap(scoresA.flat()), 0.46133, 5e-6);
  close(optimalityGap(scoresB.flat()), 0.51933, 5e-6);
  close(optimalityGap([2, 0], 1), 0.5, 1e-12);
});

test('stratifiedBootstrap of the IQM gives the worked interval, the same twice', () => {
  const options = { replicates: 4000, seed: 3 };
  const a = stratifiedBootstrap(scoresA, iqmFloor, options)!;
  const b = stratifiedBootstrap(scoresB, iqmFloor, options)!;
  // percentiles of 4000 replicates wobble by about 0.002
  close(a.low, 0.521, 0.004);
  close(a.high, 0.564, 0.004);
  close(b.low, 0.467, 0.004);
  close(b.high, 0.501, 0.004);
  assert.deepEqual(stratifiedBootstrap(scoresA, iqmFloor, options), a);
  assert.notDeepEqual(stratifiedBootstrap(scoresA, iqmFloor, { ...options, seed: 4 }), a);
});

test('bootstrapInterval gives up where most replicates are not finite', () => {
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

test('probabilityOfImprovement gives the worked number and sums to 1 with its mirror', () => {
  close(probabilityOfImprovement(scoresA, scoresB), 0.86, 1e-9); // (.90 + .82 + .86) / 3
  close(probabilityOfImprovement(scoresA, scoresB) + probabilityOfImprovement(scoresB, scoresA), 1, 1e-12);
  assert.equal(probabilityOfImprovement([[1]], [[1]]), 0.5);
  const interval = probabilityOfImprovementInterval(scoresA, scoresB)!;
  close(interval.low, 0.707, 0.02);
  close(interval.high, 0.973, 0.02);
  assert.throws(
    () => probabilityOfImprovement([[1, 2], [1]], [[1, 2]]),
    /2 question sets for every seed, got 1 in row 1/,
  );
});

test('performanceProfile gives the worked shares', () => {
  const thresholds = [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65];
  const expectA = [1, 0.867, 0.733, 0.6, 0.467, 0.333, 0.133];
  const expectB = [0.867, 0.733, 0.667, 0.467, 0.2, 0.067, 0];
  performanceProfile(scoresA.flat(), thresholds).forEach((share, i) => close(share, expectA[i]!, 5e-4));
  performanceProfile(scoresB.flat(), thresholds).forEach((share, i) => close(share, expectB[i]!, 5e-4));
});

test('passAtK gives the worked numbers', () => {
  close(passAtK(8, 2, 1), 0.25, 1e-12);
  close(passAtK(8, 2, 4), 0.7857, 5e-5);
  close(passAtK(5, 1, 3), 0.6, 1e-12);
  assert.equal(passAtK(4, 0, 4), 0);
  assert.equal(passAtK(4, 3, 2), 1);
  assert.throws(() => passAtK(4, 1, 5), /1 ≤ k ≤ 4, got 5/);
});
