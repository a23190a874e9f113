/** Probability that at least one of k rollouts is correct, unbiased from c correct of n:  1 − C(n−c, k) / C(n, k).
 *  Throws RangeError unless 0 ≤ c ≤ n and 1 ≤ k ≤ n. Source: arXiv:2107.03374v2 Eq. (1). */
export function passAtK(n: number, correct: number, k: number): number {
  if (!(correct >= 0 && correct <= n)) throw new RangeError(`passAtK: expected 0 ≤ correct ≤ ${n}, got ${correct}`);
  if (!(k >= 1 && k <= n)) throw new RangeError(`passAtK: expected 1 ≤ k ≤ ${n}, got ${k}`);
  let allWrong = 1;
  for (let i = 0; i < k; i++) allWrong *= Math.max(0, n - correct - i) / (n - i);
  return 1 - allWrong;
}
