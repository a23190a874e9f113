/** Interquartile mean: the mean of the middle half, steadier than the mean and less wasteful than the median.
 *  Source: arXiv:2108.13264v4 section 4.3. Departure: exactly half of the mass counts, while rliable drops ⌊N/4⌋ whole
 *  values from each end: none for three seeds. */
import { bootstrapInterval, drawn } from './bootstrap.ts';
import { isRounding } from './mean-interval.ts';
import type { Estimate } from './mean-interval.ts';

/** Value i of the sorted N has weight max(0, min(i+1, ¾N) − max(i, ¼N)). NaN for no values. */
export const interquartileMean = (values: ArrayLike<number>): number =>
  middleHalf(Float64Array.from(values).sort(), new Uint32Array(values.length).fill(1));

/** The interquartile mean with its percentile bootstrap, which is too narrow below ten values: nominal 95 % cover 73 %
 *  at n = 3 and 90 % at n = 5. Has no interval if `meanInterval` has none. */
export function interquartileInterval(values: ArrayLike<number>, level = 0.95): Estimate {
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  const middle = interquartileMean(values);
  const spread = sorted.at(-1)! - sorted[0];
  if (n < 2 || !Number.isFinite(spread)) return { n, mean: n === 1 ? middle : NaN, interval: null };
  if (isRounding(spread, middle)) return { n, mean: middle, interval: null };
  const counts = new Uint32Array(n);
  const interval = bootstrapInterval((rng) => middleHalf(sorted, drawn(counts, rng)), { level });
  return {
    n,
    mean: middle,
    interval: interval && { ...interval, method: `${interval.method}, of the interquartile mean` },
  };
}

/** Mean of the middle half of sorted values. counts: [n] how often each occurs; they sum to n. */
function middleHalf(sorted: Float64Array, counts: Uint32Array): number {
  const n = sorted.length;
  const [low, high] = [0.25 * n, 0.75 * n];
  let [before, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    const after = before + counts[i];
    total += Math.max(0, Math.min(after, high) - Math.max(before, low)) * sorted[i];
    before = after;
  }
  return total / (high - low);
}
