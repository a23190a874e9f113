/** Two methods on the same questions: is one right more often than the other, beyond chance? */

/** Exact two-sided McNemar test:  p = min(1, 2 · P(X ≤ min(b, c))),  X ~ Binomial(b + c, ½).
 *  b, c: numbers of questions that only the first, only the second method got right. 1 if they never differ.
 *  Over several seeds a question counts for the method that was right more often, so that questions stay the
 *  independent units: the sign test. Throws RangeError for anything but counts. */
export function mcnemarP(b: number, c: number): number {
  for (const count of [b, c])
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`mcnemarP: expected counts of questions, got ${b} and ${c}`);
  const n = b + c;
  let logTerm = -n * Math.LN2; // log P(X = k) from k = 0 on: 2^−n underflows from n = 1075 on
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= Math.min(b, c); k++) {
    logTerm += Math.log((n - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
