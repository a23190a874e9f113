/** The cost of scoring the ground truth with a forward pass for each prefix, which keeping the prefix in memory
 *  saves. */

/** Work of one pass over each prefix, over that of one pass over the longest:
 *  linear = Σ_t L_t / L_T for what costs the same per token, quadratic = Σ_t L_t² / L_T² for attention.
 *  ends: [T] L_t, ascending, tokens. For turns of one length (T + 1)/2 and (T + 1)(2T + 1)/(6T).
 *  Throws RangeError without a prefix, or for one without tokens. Source: arXiv:2510.14967v2 appendix F. */
export function prefixPasses(ends: readonly number[]): { linear: number; quadratic: number } {
  if (!(ends.length > 0 && Math.min(...ends) > 0))
    throw new RangeError(`prefixPasses: expected prefixes of at least 1 token, got [${ends.join(', ')}]`);
  const longest = Math.max(...ends);
  const over = (power: number) => ends.reduce((total, end) => total + (end / longest) ** power, 0);
  return { linear: over(1), quadratic: over(2) };
}
