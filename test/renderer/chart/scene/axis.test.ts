import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axis } from '../../../../renderer/chart/scene/axis.ts';
import { positionText, tickText, valueText } from '../../../../renderer/chart/number-text.ts';

const options = { kind: 'linear', spacing: 40, nice: true, unit: '' } as const;

test('ticks are round, the ends of a nice axis too, and pixels go there and back', () => {
  const made = axis({ low: 0.013, high: 0.97 }, [200, 0], { ...options, unit: 'share' });
  assert.deepEqual(made.ticks, [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(made.tickTexts, ['0', '20', '40', '60', '80', '100 %']);
  assert.equal(made.at(0.5), 100);
  assert.equal(made.invert(100), 0.5);
});

test('no value, one value and zero alone still make an axis', () => {
  const none = axis({ low: Infinity, high: -Infinity }, [200, 0], options);
  assert.deepEqual([none.domain, none.ticks], [[0, 1], []]);
  assert.deepEqual(axis({ low: 20, high: 20 }, [0, 200], { ...options, nice: false }).tickTexts, ['20']);
  const one = axis({ low: 4, high: 4 }, [200, 0], options);
  assert.ok(one.domain[0] <= 3.6 && one.domain[1] >= 4.4 && one.domain[1] < 6);
  assert.deepEqual(axis({ low: 0, high: 0 }, [200, 0], { ...options, nice: false }).domain, [0, 1]);
  const rounded = axis({ low: 1.8114338950000001, high: 1.811433895 + 4e-16 }, [200, 0], options);
  assert.ok(rounded.domain[1] - rounded.domain[0] > 0.3, 'rounding is no range');
  assert.equal(new Set(rounded.tickTexts).size, rounded.tickTexts.length);
  assert.deepEqual(axis({ low: 1e-12, high: 3e-12 }, [200, 0], { ...options, nice: false }).domain, [1e-12, 3e-12]);
  const all = axis({ low: 1, high: 1 }, [200, 0], { ...options, unit: 'share', nice: false });
  assert.deepEqual(all.domain, [0.9, 1], 'no share is above 100 %');
});

test('a log axis shows powers of ten, then 1, 2, 5 where there is room, and is straight in the logarithm', () => {
  const wide = axis({ low: 1e-7, high: 1e-3 }, [200, 0], { ...options, kind: 'log' });
  assert.deepEqual(wide.tickTexts, ['1e−7', '1e−6', '1e−5', '1e−4', '1e−3']);
  assert.ok(Math.abs(wide.at(1e-5) - 100) < 1e-9);
  assert.ok(Math.abs(wide.invert(100) / 1e-5 - 1) < 1e-9);
  const narrow = axis({ low: 1, high: 10 }, [200, 0], { ...options, kind: 'log' });
  assert.deepEqual(narrow.tickTexts, ['1', '2', '5', '10']);
});

test('different ticks have different texts: decimals, thousands, powers of ten', () => {
  assert.deepEqual(tickText([0, 0.05, 0.1], ''), ['0', '0.05', '0.10']);
  assert.deepEqual(tickText([-0.5, 0, 0.5], ''), ['−0.5', '0', '0.5']);
  assert.deepEqual(tickText([0, 500, 1000], ''), ['0', '500', '1000']);
  assert.deepEqual(tickText([0, 5000, 10_000], ''), ['0', '5k', '10k']);
  assert.deepEqual(tickText([0, 500_000, 1_500_000], ''), ['0', '0.5M', '1.5M']);
  assert.deepEqual(tickText([0, 0.0002, 0.0004], ''), ['0', '2e−4', '4e−4']);
  assert.deepEqual(tickText([0.001, 0.1, 10, 1000], ''), ['0.001', '0.1', '10', '1k']);
  assert.deepEqual(tickText([0.5, 0.505, 0.51], 'share'), ['50.0', '50.5', '51.0 %']);
});

test('values carry their unit, gaps say so', () => {
  assert.equal(valueText(0.4521, 'share'), '45.2 %');
  assert.equal(valueText(1204.4, 'tokens'), '1,204 tokens');
  assert.equal(valueText(-0.237, ''), '−0.237');
  assert.equal(valueText(NaN, 'nats'), 'no value');
  assert.equal(valueText(-Infinity, 'nats'), '−∞');
  assert.equal(positionText(12_000), '12,000');
  assert.equal(positionText(0.123456), '0.1235');
});
