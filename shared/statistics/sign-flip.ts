/** Exact sign-flip (permutation) test of paired differences.
 *  Assumes only that they are symmetric under "no difference". */
import { sum } from '../util/math.ts';

const largestExact = 22; // 2^21 sums, about 10 ms

/** Two-sided p: share of the 2^n sign assignments whose |sum| is at least the observed one.
 *  Null for no differences or more than 22: enumerating them is too slow (use the t-test). */
export function signFlipP(differences: readonly number[]): number | null {
  const n = differences.length;
  if (n === 0 || n > largestExact) return null;
  const magnitudes = differences.map(Math.abs);
  // Equal sums differ by rounding depending on the order of addition.
  const tolerance = 1e-12 * sum(magnitudes);
  const observed = Math.abs(sum(differences)) - tolerance;
  // A full flip leaves |sum| unchanged, so the first sign can stay fixed. Gray code: neighbours differ in one sign.
  let total = sum(magnitudes);
  const signs = magnitudes.map(() => 1);
  let extreme = total >= observed ? 1 : 0;
  const assignments = 2 ** (n - 1);
  for (let i = 1; i < assignments; i++) {
    const flip = 32 - Math.clz32(i & -i); // 1 + number of trailing zeros: never index 0
    signs[flip] = -signs[flip];
    total += 2 * signs[flip] * magnitudes[flip];
    if (Math.abs(total) >= observed) extreme++;
  }
  return extreme / assignments;
}

/** Smallest two-sided p that n pairs can reach: 2 / 2^n. n = 3: 0.25, 5: 0.0625, 6: 0.03125. */
export const smallestSignFlipP = (n: number): number => Math.min(1, 2 ** (1 - n));
