/** Small numeric helpers, all in float64. */

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Arithmetic mean; NaN for no values. */
export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

/** Middle value, the mean of the two middle ones for an even number; NaN for no values. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return sorted.length === 0 ? NaN : (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** Variance with divisor n − ddof (ddof 0: population, 1: sample). NaN where the divisor is ≤ 0. */
export function variance(values: ArrayLike<number>, ddof: 0 | 1): number {
  const divisor = values.length - ddof;
  if (divisor <= 0) return NaN;
  const centre = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] - centre) ** 2;
  return total / divisor;
}

export const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

/** True when every value is the same number: the exact zero-variance test that rounding cannot fool. */
export function allEqual(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
