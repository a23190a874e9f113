import { test } from 'node:test';
import assert from 'node:assert/strict';
import { compact, fixed, percent, pValue, signed } from '../../../shared/statistics/format.ts';
import { grouped } from '../../../shared/util/text.ts';

test('numbers have a true minus, no negative zero and a dash for a missing value', () => {
  assert.deepEqual([fixed(-1.5, 1), fixed(-0.001), fixed(null), fixed(NaN)], ['−1.5', '0.00', '–', '–']);
  assert.deepEqual([signed(0.5, 1), signed(0.001), signed(-2, 0)], ['+0.5', '0.00', '−2']);
});

test('compact keeps three digits at any size', () => {
  assert.deepEqual([0, 0.00123, 12.345, 999.6, 20480, 3e9, 2e-7, -4].map(compact), [
    '0',
    '0.00123',
    '12.3',
    '1,000',
    '20,480',
    '3.0e9',
    '2.0e−7',
    '−4',
  ]);
  assert.equal(grouped(1234567), '1,234,567');
});

test('p-values never pretend to be 0', () => {
  assert.deepEqual(
    [pValue(0.00001), pValue(0.0314), pValue(0.25), pValue(null)],
    ['p < 0.001', 'p = 0.031', 'p = 0.25', 'p = –'],
  );
  assert.equal(percent(0.1234, 1), '12.3 %');
});
