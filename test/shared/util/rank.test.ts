import { test } from 'node:test';
import assert from 'node:assert/strict';
import { correlation, ranks } from '../../../shared/util/rank.ts';

test('equal values share the mean of their places', () => {
  assert.deepEqual([...ranks([3, 1, 3, -2])], [3.5, 2, 3.5, 1]);
  assert.deepEqual([...ranks([])], []);
  assert.deepEqual([...ranks([0, -0])], [1.5, 1.5]);
});

test('the rank correlation of a worked example is what the formula without ties gives', () => {
  // ranks 1 2 3 4 5 and 2 1 4 3 5: Σd² = 4, ρ = 1 − 6·4/(5·24) = 0.8
  const rho = correlation(ranks([10, 20, 30, 40, 50]), ranks([0.2, 0.1, 4, 3, 99]));
  assert.ok(Math.abs(rho! - 0.8) < 1e-12);
});

test('opposite orders have −1, and what does not vary has none', () => {
  assert.equal(correlation(ranks([1, 2, 3]), ranks([9, 4, 1])), -1);
  assert.equal(correlation([1, 2, 3], [5, 5, 5]), null);
  assert.equal(correlation([], []), null);
});
