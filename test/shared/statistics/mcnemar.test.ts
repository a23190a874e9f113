import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mcnemarP } from '../../../shared/statistics/mcnemar.ts';

test('mcnemarP gives the worked numbers, from both sides', () => {
  // 2 · (C(10,0) + C(10,1) + C(10,2)) / 2^10 = 2 · 56 / 1024
  assert.ok(Math.abs(mcnemarP(2, 8) - 0.109375) < 1e-12);
  assert.equal(mcnemarP(8, 2), mcnemarP(2, 8));
  // 2 / 2^5
  assert.ok(Math.abs(mcnemarP(0, 5) - 0.0625) < 1e-15);
});

test('mcnemarP is 1 if nothing differs or both sides are equal', () => {
  assert.equal(mcnemarP(0, 0), 1);
  assert.equal(mcnemarP(3, 3), 1);
});

test('mcnemarP does not underflow for thousands of questions', () => {
  // z = 200 / √3000 = 3.65, two-sided 0.00026
  const p = mcnemarP(1400, 1600);
  assert.ok(p > 0.0002 && p < 0.0004, String(p));
});

test('mcnemarP refuses anything but counts', () => {
  assert.throws(() => mcnemarP(-1, 2), /mcnemarP: expected counts of questions, got -1 and 2/);
  assert.throws(() => mcnemarP(1, 2.5), RangeError);
});
