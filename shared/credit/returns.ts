/** Returns: discounted sums of the rewards from a turn on. */

const requireDiscount = (gamma: number): void => {
  if (!(gamma >= 0 && gamma <= 1)) throw new RangeError(`returns: expected gamma in [0, 1], got ${gamma}`);
};

/** Discounted sum of rewards from each turn on:  R[t] = r[t] + γ · R[t+1].
 *  rewards: [K], one per turn · gamma: [0, 1] · returns: [K], same unit as the rewards.
 *  `merged[t]` joins turn t to the next one: R[t] = R[t+1], with no discount between them; the last turn cannot be
 *  merged. K = 0 gives []. Throws RangeError if gamma is outside [0, 1]. Source: arXiv:2510.14967v2. */
export function returns(rewards: ArrayLike<number>, gamma: number, merged?: readonly boolean[]): Float64Array {
  requireDiscount(gamma);
  const result = new Float64Array(rewards.length);
  let after = 0;
  for (let t = rewards.length - 1; t >= 0; t--) {
    if (!merged?.[t]) after = rewards[t] + gamma * after;
    result[t] = after;
  }
  return result;
}

/** The same divided by the root of the number of rewards in it, so that its size does not grow with the turns to come:
 *  D[t] = Σ_{j ≥ t} γ^(j−t) · r[j] / √n[t],  n[t] = number of j ≥ t with a reward (`present`); 0 where n = 0.
 *  Source: A²TGPO, arXiv:2605.06200. */
export function returnsOverSqrt(rewards: ArrayLike<number>, gamma: number, present: readonly boolean[]): Float64Array {
  const result = returns(rewards, gamma);
  let terms = 0;
  for (let t = rewards.length - 1; t >= 0; t--) {
    if (present[t]) terms++;
    result[t] = terms === 0 ? 0 : result[t] / Math.sqrt(terms);
  }
  return result;
}
