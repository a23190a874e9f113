import { test } from 'node:test';
import assert from 'node:assert/strict';
import { incompleteBeta, logGamma, normalCdf } from '../../../shared/statistics/special-functions.ts';
import { tCdf, tQuantile, tTwoSidedP } from '../../../shared/statistics/student-t.ts';
import { pairedPower, seedsForPower } from '../../../shared/statistics/power.ts';
import { close } from './worked-scores.ts';

test('logGamma agrees with factorials and Γ(1/2) = √π', () => {
  close(logGamma(5), Math.log(24), 1e-13);
  close(logGamma(0.5), Math.log(Math.sqrt(Math.PI)), 1e-13);
  close(logGamma(0.25), Math.log(3.6256099082219083), 1e-13);
});

test('incompleteBeta has its closed forms and its symmetry', () => {
  close(incompleteBeta(0.3, 1, 1), 0.3, 1e-14); // uniform
  close(incompleteBeta(0.3, 2, 1), 0.09, 1e-14); // x²
  close(incompleteBeta(0.7, 2.5, 4) + incompleteBeta(0.3, 4, 2.5), 1, 1e-13);
});

test('normalCdf gives the table values', () => {
  close(normalCdf(1.959963984540054), 0.975, 1e-12);
  close(normalCdf(-1), 0.15865525393145705, 1e-12);
  assert.equal(normalCdf(-50), 0);
});

test('tQuantile gives the table values, for whole and fractional df', () => {
  close(tQuantile(0.975, 1), 12.706204736, 1e-8); // tan(0.475 π)
  close(tQuantile(0.975, 2), 4.302652729, 1e-8);
  close(tQuantile(0.975, 4), 2.776445105, 1e-8);
  close(tQuantile(0.95, 10), 1.812461123, 1e-8);
  close(tQuantile(0.975, 1e7), 1.959963985, 1e-6); // towards the normal
  close(tCdf(tQuantile(0.9, 3.7), 3.7), 0.9, 1e-12);
  assert.equal(tQuantile(0.025, 4), -tQuantile(0.975, 4));
});

test('tTwoSidedP keeps tiny tails that 1 − cdf would round away', () => {
  close(tTwoSidedP(1, 1), 0.5, 1e-12); // Cauchy
  assert.ok(tTwoSidedP(1e6, 4) > 0 && tTwoSidedP(1e6, 4) < 1e-20);
});

test('the t distribution refuses p outside (0, 1) and df ≤ 0', () => {
  assert.throws(() => tQuantile(1, 4), /expected p in \(0, 1\), got 1/);
  assert.throws(() => tCdf(1, 0), /degrees of freedom > 0, got 0/);
});

test('pairedPower reproduces the simulated table for seed correlation 0.7', () => {
  const paired = (d: number) => d / Math.sqrt(2 * (1 - 0.7)); // d between algorithms → d_z of the differences
  // 4000 simulated trials have a standard error of 0.008
  close(pairedPower(paired(1), 5), 0.59, 0.025);
  close(pairedPower(paired(1), 8), 0.88, 0.025);
  close(pairedPower(paired(1.5), 3), 0.46, 0.025);
  close(pairedPower(paired(2), 5), 0.98, 0.025);
});

test('pairedPower is α without an effect and does not depend on its sign', () => {
  close(pairedPower(0, 6), 0.05, 1e-6);
  close(pairedPower(-0.8, 6), pairedPower(0.8, 6), 1e-9);
  close(pairedPower(0, 2), 0.05, 1e-4);
});

test('seedsForPower is the smallest n that reaches the power', () => {
  assert.equal(seedsForPower(0.5), 34); // G*Power: paired t, d_z 0.5, 80 %
  const n = seedsForPower(1.2)!;
  assert.ok(pairedPower(1.2, n) >= 0.8 && pairedPower(1.2, n - 1) < 0.8);
  assert.equal(seedsForPower(0), null);
  assert.equal(seedsForPower(0.28), null); // about (1.96 + 0.84)² / 0.28² + 2 = 102
  assert.equal(seedsForPower(0.01), null);
});
