import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorFloor, mostLost } from './error-floor.ts';
import { close } from '../support/close.ts';

test('V26: what three turns lost, among 1,000 answers, forces this much error', () => {
  // (1.5 − ln 2) / ln 999 and (1 − ln 2) / ln 999
  close([errorFloor([1.2, 1.5, 1.8], 1000, Math.LN2), errorFloor([0.9, 1, 1.1], 1000, Math.LN2)], [0.116821, 0.044428]);
});

test('V26: three turns that earned 1 or 2 in all lost at most 4 or 2 nats', () => {
  // (3 · 1 − 1) / .5 and (3 · 1 − 2) / .5
  close([mostLost([0.5, 0.25, 0.25], 1, 0.5), mostLost([1, 0.5, 0.5], 1, 0.5)], [4, 2]);
});

test('a bound below 0 shows nothing, and inputs that the theory does not cover are refused', () => {
  assert.equal(errorFloor([0.1], 10, 1), 0);
  assert.throws(() => errorFloor([], 10, 1), /^RangeError: errorFloor: expected a turn before the last, got none$/);
  assert.throws(() => errorFloor([1], 2, 1), /expected at least 3 possible answers, got 2/);
  assert.throws(() => mostLost([1], 1, 0), /^RangeError: mostLost: expected a slope above 0, got 0$/);
});
