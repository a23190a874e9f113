import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restrictedDifference } from '../../../shared/statistics/restricted-mean.ts';
import type { Reached } from '../../../shared/statistics/steps-to-threshold.ts';
import { close } from './worked-scores.ts';

const reached = (x: number): Reached => ({ reached: true, x });
const never: Reached = { reached: false, budget: 100 };

test('the difference of restricted means is the area between the two survival curves up to the budget', () => {
  const one = [reached(20), never, reached(60)];
  const other = [reached(10), reached(70), reached(30)];
  const difference = restrictedDifference(one, other, 0.95)!;
  // one: all 3 until 20, 2 until 60, 1 until 100: 20 + 40 · 2/3 + 40 · 1/3 = 60
  // other: all until 10, 2 until 30, 1 until 70: 10 + 20 · 2/3 + 40 · 1/3 = 36.7
  close(difference.mean, 60 - 110 / 3, 1e-12);
  assert.deepEqual(difference.differences, [10, 30, 30]);
  assert.equal(difference.signFlipP, 0.25); // all of one sign: 2 of 8
  assert.equal(restrictedDifference([], [], 0.95), null);
});
