import { test } from 'node:test';
import assert from 'node:assert/strict';
import { aggregates } from '../../../shared/statistics/aggregate.ts';
import { band } from '../../../shared/statistics/align.ts';
import { quantile } from '../../../shared/statistics/bootstrap.ts';
import { interquartileInterval, interquartileMean } from '../../../shared/statistics/interquartile-mean.ts';
import { close, scoresA, scoresB } from './worked-scores.ts';

test('interquartileMean gives the worked numbers', () => {
  close(interquartileMean(scoresA.flat()), 0.546, 5e-6);
  close(interquartileMean(scoresB.flat()), 0.48633, 5e-6);
  close(interquartileMean([1, 100, 2, 3, 4, 5, 6, 7]), 4.5, 1e-12);
  close(interquartileMean([0.2, 0.3, 0.5, 0.6, 0.9]), 0.47, 1e-12);
  close(interquartileMean([0, 0.3, 0.9]), (0.25 * 0 + 0.3 + 0.25 * 0.9) / 1.5, 1e-12);
  assert.equal(interquartileMean([0.3]), 0.3);
  assert.ok(Number.isNaN(interquartileMean([])));
});

test('the interval is that of all resamples, drawn and sorted one by one, and says how it was made', () => {
  const values = [0.62, 0.66, 0.6, 0.7, 0.64];
  const all = Array.from({ length: 5 ** 5 }, (_, code) =>
    interquartileMean(values.map((_, i) => values[Math.floor(code / 5 ** i) % 5])),
  ).sort((a, b) => a - b);
  const { n, mean, interval } = interquartileInterval(values);
  assert.deepEqual([n, mean], [5, interquartileMean(values)]);
  // 2000 replicates wobble by about 0.002
  close(interval!.low, quantile(all, 0.025), 0.005);
  close(interval!.high, quantile(all, 0.975), 0.005);
  assert.equal(interval!.method, 'percentile bootstrap, 2000 replicates, seed 0, of the interquartile mean');
  assert.deepEqual(interquartileInterval(values), interquartileInterval(values.toReversed()), 'the same twice');
  const narrower = interquartileInterval(values, 0.5).interval!;
  assert.ok(narrower.low > interval!.low && narrower.high < interval!.high && narrower.level === 0.5);
});

test('there is no interval of one value, of equal values and where one is missing', () => {
  assert.deepEqual(interquartileInterval([0.4]), { n: 1, mean: 0.4, interval: null });
  assert.deepEqual(interquartileInterval([0.4, 0.4, 0.4]).interval, null);
  for (const values of [[], [0.4, NaN, 0.5]]) {
    const { mean, interval } = interquartileInterval(values);
    assert.ok(Number.isNaN(mean) && interval === null);
  }
});

test('a band of interquartile means ignores the outlying seed that a band of means follows', () => {
  const curves = [0.5, 0.52, 0.54, 0.56, 5].map((end) => ({ x: [0, 10], y: [0, end] }));
  const [means, middles] = [band(curves), band(curves, 0.95, [-Infinity, Infinity], 'iqm')];
  close(means.mean[1], 1.424, 1e-12);
  close(middles.mean[1], (0.75 * 0.52 + 0.54 + 0.75 * 0.56) / 2.5, 1e-12);
  assert.equal(middles.interval[0], null, 'all start alike');
  assert.match(middles.interval[1]?.method ?? '', /bootstrap/);
});

test('an aggregate names what it computes: its words are those of the method', () => {
  const { method } = aggregates.iqm.estimate([1, 2, 4], 0.95, [-Infinity, Infinity]).interval!;
  assert.equal(method, `${aggregates.iqm.interval}, of the ${aggregates.iqm.title}`);
  assert.equal(aggregates.mean.estimate([1, 2, 4], 0.95, [-Infinity, Infinity]).interval!.method, 't');
});
