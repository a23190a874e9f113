/** How many paired seeds a paired t-test needs. */
import { logGamma, normalCdf } from './special-functions.ts';
import { tQuantile } from './student-t.ts';

/** Probability that a two-sided paired t-test of n pairs rejects, if the true effect is d_z = mean / sd of differences.
 *  Noncentral t by integrating over the sample sd s ~ √(χ²_{n−1} / (n−1)):
 *    ∫ [Φ(δ − c·s) + Φ(−δ − c·s)] f(s) ds,  δ = d_z·√n. */
export function pairedPower(effectSize: number, n: number, alpha = 0.05): number {
  if (n < 2) return 0;
  const df = n - 1;
  const critical = tQuantile(1 - alpha / 2, df);
  const delta = effectSize * Math.sqrt(n);
  const logConstant = Math.LN2 + (df / 2) * Math.log(df / 2) - logGamma(df / 2);
  const reach = 10 / Math.sqrt(2 * df); // ten standard deviations of s around 1
  const low = Math.max(0, 1 - reach);
  const intervals = 400;
  const h = (1 + reach - low) / intervals;
  let total = 0;
  for (let i = 0; i <= intervals; i++) {
    const s = low + i * h;
    const density =
      s === 0
        ? df === 1
          ? Math.exp(logConstant)
          : 0
        : Math.exp(logConstant + (df - 1) * Math.log(s) - (df * s * s) / 2);
    const reject = normalCdf(delta - critical * s) + normalCdf(-delta - critical * s);
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2; // Simpson
    total += weight * density * reject;
  }
  return (total * h) / 3;
}

/** More seeds than this are not worth training. */
export const mostSeeds = 100;

/** Smallest number of pairs with at least the wanted power; null if more than `mostSeeds` or the effect is 0. */
export function seedsForPower(effectSize: number, power = 0.8, alpha = 0.05): number | null {
  const enough = (n: number) => pairedPower(effectSize, n, alpha) >= power;
  if (effectSize === 0 || !enough(mostSeeds)) return null;
  let [low, high] = [1, mostSeeds]; // power rises with n: low is too few, high is enough
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
