/** Holm's correction for several tests at once. */

/** Adjusted p-values, in the order given: the j-th smallest becomes max over i ≤ j of min(1, (m − i + 1) · p_i).
 *  Source: Holm 1979, "A simple sequentially rejective multiple test procedure". */
export function holm(pValues: readonly number[]): number[] {
  const m = pValues.length;
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(m);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (m - rank) * pValues[index]));
    adjusted[index] = largest;
  });
  return adjusted;
}
