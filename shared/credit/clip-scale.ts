/** Clip ranges that depend on a turn's gain. */

/** Factor of the clip range of each turn:  c = 1 + width · (2σ(z) − 1) = 1 + width · tanh(z / 2), σ the logistic
 *  function.
 *  z: normalised gains, [K], null where a turn has none → [K], in (1 − width, 1 + width); 1 where null.
 *  Source: A²TGPO, arXiv:2605.06200 (width 0.3). */
export const clipScale = (z: readonly (number | null)[], width: number): Float64Array =>
  Float64Array.from(z, (one) => 1 + width * Math.tanh((one ?? 0) / 2));
