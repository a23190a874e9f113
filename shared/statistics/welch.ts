/** Welch's t: difference of two means with unequal variances, for values that cannot be paired. */
import { mean, variance } from '../util/math.ts';
import { anyValue, checkLevel, cutTo } from './interval.ts';
import type { Interval, Range } from './interval.ts';
import { isRounding } from './mean-interval.ts';
import { tQuantile, tTwoSidedP } from './student-t.ts';

export interface WelchDifference {
  /** mean x − mean y. */
  readonly mean: number;
  readonly standardError: number;
  /** Welch–Satterthwaite degrees of freedom. */
  readonly df: number;
  readonly interval: Interval;
  /** Two-sided. */
  readonly p: number;
}

/** Null unless both sides have at least 2 values, and one side has values that differ. The interval is cut to the range
 *  of differences. */
export function welchDifference(
  x: readonly number[],
  y: readonly number[],
  level = 0.95,
  range: Range = anyValue,
): WelchDifference | null {
  checkLevel('welchDifference', level);
  if (x.length < 2 || y.length < 2) return null;
  const difference = mean(x) - mean(y);
  const vx = variance(x, 1) / x.length;
  const vy = variance(y, 1) / y.length;
  const standardError = Math.sqrt(vx + vy);
  if (isRounding(standardError, Math.max(...x.map(Math.abs), ...y.map(Math.abs)))) return null;
  const df = (vx + vy) ** 2 / (vx ** 2 / (x.length - 1) + vy ** 2 / (y.length - 1));
  const half = tQuantile((1 + level) / 2, df) * standardError;
  return {
    mean: difference,
    standardError,
    df,
    interval: cutTo(range, { low: difference - half, high: difference + half, level, method: 'Welch t' }),
    p: difference === 0 ? 1 : tTwoSidedP(difference / standardError, df),
  };
}
