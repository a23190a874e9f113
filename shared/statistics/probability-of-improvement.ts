/** How likely a run of one algorithm, drawn at random, beats one of another. Source: arXiv:2108.13264v4 section 4.3, for one question set. */
import { mean } from '../util/math.ts';
import { bootstrapInterval, resampled } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import type { Interval } from './interval.ts';

export interface Improvement {
  readonly probability: number;
  /** Both sides resampled, each on its own. Null where all resamples agree, as when every run of one side beats every run of the other:
   *  how sure that is cannot be seen. Too narrow for few seeds, see bootstrap.ts. */
  readonly interval: Interval | null;
}

/** P(X > Y) = U / (n_x · n_y),  U = Σᵢ Σⱼ [xᵢ > yⱼ] + ½ [xᵢ = yⱼ]. NaN without values on a side. */
export const probabilityOfImprovement = (x: readonly number[], y: readonly number[]): number =>
  mean(x.map((a) => mean(y.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))));

/** The probability with its interval; null below 2 values on a side. */
export function improvement(
  x: readonly number[],
  y: readonly number[],
  options: BootstrapOptions = {},
): Improvement | null {
  if (x.length < 2 || y.length < 2) return null;
  const interval = bootstrapInterval((rng) => probabilityOfImprovement(resampled(x, rng), resampled(y, rng)), options);
  return {
    probability: probabilityOfImprovement(x, y),
    interval: interval === null || interval.low === interval.high ? null : interval,
  };
}
