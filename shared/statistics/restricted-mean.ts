/** How soon runs reach a threshold when some never do: those are censored at the budget. */
import { pairedDifference } from './paired-difference.ts';
import type { PairedDifference } from './paired-difference.ts';
import type { Reached } from './steps-to-threshold.ts';

/** min(T, budget): what a run spent until it reached the threshold, at most the budget. */
export const spent = (run: Reached): number => (run.reached ? run.x : run.budget);

/** Difference of restricted means, E[min(T, τ)] of one side minus the other, over pairs: the area between their
 *  Kaplan–Meier curves up to the common budget τ, where no run is censored earlier. Its sign-flip test is the exact
 *  paired permutation test. Null without pairs. Royston & Parmar 2013, 10.1186/1471-2288-13-152. */
export function restrictedDifference(
  one: readonly Reached[],
  other: readonly Reached[],
  level: number,
): PairedDifference | null {
  return one.length === 0 ? null : pairedDifference(one.map(spent), other.map(spent), level);
}
