/** Mean difference over pairs (same seed, same question): the common part of a pair's noise cancels. */
import { anyValue } from './interval.ts';
import type { Range } from './interval.ts';
import { meanInterval } from './mean-interval.ts';
import type { MeanEstimate } from './mean-interval.ts';
import { signFlipP, smallestSignFlipP } from './sign-flip.ts';
import { tTwoSidedP } from './student-t.ts';

export interface PairedDifference extends MeanEstimate {
  /** x − y per pair. */
  readonly differences: readonly number[];
  /** Two-sided, assumes normality; null below 2 pairs, and if every pair has the same difference other than 0. */
  readonly tP: number | null;
  /** Two-sided, exact; null beyond 22 pairs. */
  readonly signFlipP: number | null;
  readonly smallestSignFlipP: number;
  /** d_z = mean / standard deviation of the differences; null if that is 0 or unknown. */
  readonly effectSize: number | null;
}

/** x[i] − y[i] over pairs, with t-interval and both tests. The interval is cut to the range of differences: [−1, 1] for
 *  shares. Throws RangeError if the lengths differ. */
export function pairedDifference(
  x: readonly number[],
  y: readonly number[],
  level = 0.95,
  range: Range = anyValue,
): PairedDifference {
  if (x.length !== y.length)
    throw new RangeError(
      `pairedDifference: expected as many y as x (${x.length}), got ${y.length} — pair by seed first`,
    );
  const differences = x.map((value, i) => value - y[i]);
  const estimate = meanInterval(differences, level, range);
  const { n, mean, standardDeviation, standardError } = estimate;
  return {
    ...estimate,
    interval: estimate.interval && { ...estimate.interval, method: `paired ${estimate.interval.method}` },
    differences,
    tP: mean === 0 && n >= 2 ? 1 : standardError > 0 ? tTwoSidedP(mean / standardError, n - 1) : null,
    signFlipP: signFlipP(differences),
    smallestSignFlipP: smallestSignFlipP(n),
    effectSize: standardDeviation > 0 ? mean / standardDeviation : null,
  };
}
