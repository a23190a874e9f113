/** Comparison of numbers within a tolerance. */
import assert from 'node:assert/strict';

/** Each number within 1e-5 of its expected value: the reference's worked numbers are rounded to six places. */
export function close(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-5): void {
  assert.equal(actual.length, expected.length, `expected ${expected.length} numbers, got ${actual.length}`);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `index ${i}: expected ${value}, got ${actual[i]}`);
  });
}

/** The same for rows of numbers. */
export function closeRows(
  actual: readonly ArrayLike<number>[],
  expected: readonly (readonly number[])[],
  tolerance = 1e-5,
): void {
  assert.equal(actual.length, expected.length, `expected ${expected.length} rows, got ${actual.length}`);
  expected.forEach((row, i) => close(actual[i], row, tolerance));
}
