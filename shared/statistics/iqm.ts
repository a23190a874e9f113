/** Interquartile mean: the mean of the middle half, steadier than the mean and less wasteful than the median.
 *  Source: arXiv:2108.13264v4 (rliable) section 4.3. */
import { sum } from '../util/math.ts';

/** IQM with exactly half of the mass: the values on the border count by the part of them that lies inside.
 *  Value i of the sorted N has weight max(0, min(i+1, ¾N) − max(i, ¼N)). NaN for no values. */
export function iqm(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [0.25 * sorted.length, 0.75 * sorted.length];
  const weights = sorted.map((_, i) => Math.max(0, Math.min(i + 1, high) - Math.max(i, low)));
  return sum(sorted.map((value, i) => value * weights[i]!)) / sum(weights);
}

/** IQM as rliable and scipy's trim_mean compute it: ⌊N/4⌋ values cut from each end. NaN for no values. */
export function iqmFloor(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(0.25 * sorted.length);
  const middle = sorted.slice(cut, sorted.length - cut);
  return sum(middle) / middle.length;
}
