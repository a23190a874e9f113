import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mean } from '../../../shared/util/math.ts';
import { stream } from '../../../shared/util/rng.ts';
import { meanInterval } from '../../../shared/statistics/mean-interval.ts';
import { pairedDifference } from '../../../shared/statistics/paired-difference.ts';
import { signFlipP, smallestSignFlipP } from '../../../shared/statistics/sign-flip.ts';
import { welchDifference } from '../../../shared/statistics/welch.ts';
import { holm } from '../../../shared/statistics/holm.ts';
import { compareBySeed } from '../../../shared/statistics/compare.ts';
import { contains, cutTo, differenceRange, rangeOf } from '../../../shared/statistics/interval.ts';
import { close, scoresA, scoresB } from './worked-scores.ts';

const seedMeans = (scores: number[][]) => scores.map((row) => mean(row));

test('meanInterval is mean ± t·s/√n', () => {
  // [1, 2, 6]: mean 3, s² = (4 + 1 + 9) / 2 = 7, se = √(7/3) = 1.527525, t = 4.302653 → half-width 6.572410
  const { interval, standardError } = meanInterval([1, 2, 6]);
  close(standardError, 1.5275252, 1e-7);
  close(interval!.low, -3.57241, 1e-5);
  close(interval!.high, 9.57241, 1e-5);
});

test('meanInterval of one value has no interval, of none no mean', () => {
  assert.deepEqual([meanInterval([0.4]).mean, meanInterval([0.4]).interval], [0.4, null]);
  assert.equal(meanInterval([]).interval, null);
  assert.ok(Number.isNaN(meanInterval([]).mean));
});

test('the t-interval covers 95 % at three seeds', () => {
  const seed = 11;
  const rng = stream(seed, 'coverage');
  let covered = 0;
  for (let i = 0; i < 1000; i++) {
    const { interval } = meanInterval([rng.normal(), rng.normal(), rng.normal()]);
    if (interval!.low <= 0 && 0 <= interval!.high) covered++;
  }
  // standard error of the share is 0.007
  assert.ok(Math.abs(covered / 1000 - 0.95) < 0.03, `seed ${seed}: covered ${covered} of 1000`);
});

test('intervals of shares end where shares end, and say so', () => {
  const share = rangeOf('share');
  // mean .99, s .01, se .0057735, t 4.302653 → half-width .024841 → [.965159, 1.014841]
  const { interval } = meanInterval([0.98, 0.99, 1], 0.95, share);
  close(interval!.low, 0.965159, 1e-6);
  assert.deepEqual([interval!.high, interval!.method], [1, 't, cut to possible values']);
  assert.equal(meanInterval([0.4, 0.5, 0.6], 0.95, share).interval!.method, 't');
  assert.equal(meanInterval([0.98, 0.99, 1], 0.95, rangeOf('turns')).interval!.method, 't');
});

test('intervals of differences of shares end at ±1, whichever way the sides go', () => {
  const range = differenceRange(rangeOf('share'));
  // differences 1 and .5: mean .75, se .25, t 12.7062 → half-width 3.17655
  for (const [x, y] of [
    [
      [1, 1],
      [0, 0.5],
    ],
    [
      [0, 0.5],
      [1, 1],
    ],
  ] as const) {
    const { interval } = pairedDifference(x, y, 0.95, range);
    assert.deepEqual([interval!.low, interval!.high, interval!.method], [-1, 1, 'paired t, cut to possible values']);
  }
  // variance .005 on both sides: se √.005, df 2, t 4.302653 → .9 ± .304243
  const { interval } = welchDifference([0.9, 1], [0, 0.1], 0.95, range)!;
  close(interval.low, 0.595757, 1e-6);
  assert.deepEqual([interval.high, interval.method], [1, 'Welch t, cut to possible values']);
});

test('cutting an interval never changes whether it holds a possible value', () => {
  const seed = 5;
  const rng = stream(seed, 'cut');
  for (let i = 0; i < 500; i++) {
    const values = [rng.next(), rng.next() ** 0.1, 1];
    const [whole, cut] = [meanInterval(values).interval!, meanInterval(values, 0.95, [0, 1]).interval!];
    const possible = rng.next();
    assert.equal(contains(cut, possible), contains(whole, possible), `seed ${seed}, case ${i}`);
    assert.ok(0 <= cut.low && cut.low <= cut.high && cut.high <= 1, `seed ${seed}, case ${i}`);
  }
});

test('an interval of impossible values is shown as it is', () => {
  const percents = { low: 40, high: 60, level: 0.95, method: 't' };
  assert.equal(cutTo([0, 1], percents), percents);
});

test('pairedDifference gives the worked numbers', () => {
  const d = pairedDifference(seedMeans(scoresA), seedMeans(scoresB));
  [0.0567, 0.0567, 0.0433, 0.0833, 0.05].forEach((expected, i) => close(d.differences[i], expected, 5e-5));
  close(d.mean, 0.058, 5e-5);
  close(d.standardError, 0.0068, 5e-5);
  close(d.interval!.low, 0.0391, 5e-5);
  close(d.interval!.high, 0.0769, 5e-5);
  close(d.tP!, 0.001, 5e-5);
  assert.equal(d.signFlipP, 0.0625);
});

test('equal values have no interval and no p: their spread cannot be seen', () => {
  assert.equal(meanInterval([1, 1, 1]).interval, null);
  for (const [x, y] of [
    [
      [1, 0.75],
      [0.5, 0.25],
    ],
    [
      [0.61, 0.71],
      [0.6, 0.7],
    ], // .01 twice, but for the last bits
  ] as const) {
    const { interval, tP, effectSize } = pairedDifference(x, y);
    assert.deepEqual([interval, tP, effectSize], [null, null, null]);
  }
  const unpaired = compareBySeed(
    new Map([
      [1, 1],
      [2, 1],
    ]),
    new Map([
      [3, 0],
      [4, 0],
    ]),
  )!;
  assert.deepEqual([unpaired.kind, unpaired.interval, unpaired.tP], ['unpaired', null, null]);
});

test('pairedDifference of equal sides is no difference at all', () => {
  const d = pairedDifference([0.5, 0.7], [0.5, 0.7]);
  assert.deepEqual([d.mean, d.tP, d.signFlipP, d.effectSize], [0, 1, 1, null]);
  assert.throws(() => pairedDifference([1], [1, 2]), /expected as many y as x \(1\), got 2/);
});

test('signFlipP counts the sign assignments', () => {
  // |±1 ±2 ±4| ≥ |1 + 2 − 4| = 1: sums 7 3 5 1 and their negatives, all at least 1
  assert.equal(signFlipP([1, 2, -4]), 1);
  // |sum| ≥ 5: only ±7 and ±5 of the eight
  assert.equal(signFlipP([-1, 2, 4]), 0.5);
  assert.equal(signFlipP([]), null);
  assert.equal(signFlipP(new Array(23).fill(1)), null);
});

test('signFlipP agrees with plain enumeration', () => {
  const seed = 5;
  const rng = stream(seed, 'sign-flip');
  const d = Array.from({ length: 9 }, () => rng.normal() + 0.3);
  const observed = Math.abs(d.reduce((a, b) => a + b));
  let extreme = 0;
  for (let bits = 0; bits < 512; bits++)
    if (Math.abs(d.reduce((a, b, i) => a + ((bits >> i) & 1 ? -b : b), 0)) >= observed - 1e-12) extreme++;
  assert.equal(signFlipP(d), extreme / 512, `seed ${seed}`);
});

test('the smallest sign-flip p falls with the number of pairs', () => {
  assert.deepEqual([1, 3, 4, 5, 6, 8].map(smallestSignFlipP), [1, 0.25, 0.125, 0.0625, 0.03125, 0.0078125]);
  assert.equal(signFlipP([0.1, 0.2, 0.3]), smallestSignFlipP(3));
});

test('welchDifference gives the worked p', () => {
  close(welchDifference(seedMeans(scoresA), seedMeans(scoresB))!.p, 0.0014, 5e-5);
  assert.equal(welchDifference([1], [1, 2]), null);
  assert.equal(welchDifference([1, 1], [0, 0]), null);
});

test('holm adjusts step by step and stays monotone', () => {
  // sorted .01 .03 .04 → 3·.01 = .03, 2·.03 = .06, max(.06, .04) = .06
  const adjusted = holm([0.04, 0.01, 0.03]);
  [0.06, 0.03, 0.06].forEach((expected, i) => close(adjusted[i], expected, 1e-12));
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
  assert.deepEqual(holm([]), []);
});

test('compareBySeed pairs shared seeds and falls back to Welch without them', () => {
  const map = (entries: [number, number][]) => new Map(entries);
  const paired = compareBySeed(
    map([
      [1, 0.5],
      [2, 0.7],
      [9, 1],
    ]),
    map([
      [2, 0.6],
      [1, 0.3],
    ]),
  )!;
  assert.equal(paired.kind, 'paired');
  close(paired.mean, 0.15, 1e-12); // (.5 − .3 + .7 − .6) / 2; seed 9 has no partner
  const unpaired = compareBySeed(
    map([
      [1, 0.5],
      [2, 0.7],
    ]),
    map([
      [3, 0.3],
      [4, 0.4],
    ]),
  )!;
  assert.equal(unpaired.kind, 'unpaired');
  close(unpaired.mean, 0.25, 1e-12);
  assert.equal(compareBySeed(map([]), map([[1, 1]])), null);
});

test('meanInterval over a missing value is no estimate, rather than an interval of nothing', () => {
  const { mean, interval } = meanInterval([0.5, NaN, 0.7]);
  assert.equal(mean, NaN);
  assert.equal(interval, null);
});
