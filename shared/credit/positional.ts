/** The advantage of IGPO's first published code, kept as a legacy reference: per token position, not per turn. */

/** Return of each token minus the group's mean return at the same position:  G[t] = r[t] + mask[t] · G[t+1],
 *  A[i][t] = mask[i][t] · (G[i][t] − mean_i G[i][t]).
 *  rewards, mask: [T] per rollout, 0 past a rollout's end; discount fixed at 1; the mean counts padding as 0. Positions of different
 *  rollouts are not aligned turns, so the baseline is noisy. Throws RangeError where lengths differ.
 *  Source: GuoqingWang1/IGPO verl/trainer/ppo/core_algos.py at bff163b. */
export function positionalAdvantage(
  rewards: readonly (readonly number[])[],
  mask: readonly (readonly number[])[],
): Float64Array[] {
  const length = rewards[0]?.length ?? 0;
  for (const row of [...rewards, ...mask])
    if (row.length !== length)
      throw new RangeError(`positionalAdvantage: expected rows of ${length} tokens, got ${row.length}`);
  const returns = rewards.map((row, i) => {
    const sums = new Float64Array(length);
    for (let t = length - 1; t >= 0; t--) sums[t] = row[t] + mask[i][t] * (sums[t + 1] ?? 0);
    return sums;
  });
  const baseline = Float64Array.from(
    { length },
    (_, t) => returns.reduce((total, row) => total + row[t], 0) / returns.length,
  );
  return returns.map((row, i) => row.map((g, t) => mask[i][t] * (g - baseline[t])));
}
