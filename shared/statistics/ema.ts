/** Exponential moving average, corrected for its start at 0:  m ← βm + (1−β)x,  shown m / (1 − β^t).
 *  decay: β in [0, 1); 0 returns the values. A value that is not finite gives NaN and does not change the average.
 *  For display only: no statistic is computed on smoothed values. */
export function debiasedEma(values: ArrayLike<number>, decay: number): Float64Array {
  if (!(decay >= 0 && decay < 1)) throw new RangeError(`debiasedEma: expected a decay in [0, 1), got ${decay}`);
  let average = 0;
  let weight = 0; // 1 − β^t
  return Float64Array.from({ length: values.length }, (_, i) => {
    const value = values[i];
    if (!Number.isFinite(value)) return NaN;
    average = decay * average + (1 - decay) * value;
    weight = decay * weight + (1 - decay);
    return average / weight;
  });
}
