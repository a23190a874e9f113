/** Two methods on the same questions: is one right where the other is wrong more often than chance would have it? */

/** Exact two-sided McNemar test:  p = min(1, 2 · P(X ≤ min(b, c))),  X ~ Binomial(b + c, ½).
 *  b, c: questions that only the one, only the other got right · 1 where they never differ. Throws RangeError for other than counts.
 *  With several seeds a question counts for the method that was right more often, so that questions stay the independent units: the sign
 *  test. */
export function mcnemarP(b: number, c: number): number {
  for (const count of [b, c])
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`mcnemarP: expected counts of questions, got ${b} and ${c}`);
  const n = b + c;
  let logTerm = -n * Math.LN2; // log of P(X = k), from k = 0 on: the power itself underflows from n = 1075 on
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= Math.min(b, c); k++) {
    logTerm += Math.log((n - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
