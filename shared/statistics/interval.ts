/** What every interval states: its ends, its level and its method. */

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Nominal coverage, in (0, 1). */
  readonly level: number;
  /** e.g. "t", "paired t", "t, cut to possible values", "percentile bootstrap, 2000 replicates, seed 0". */
  readonly method: string;
}

/** The values that a quantity can have, ends included. */
export type Range = readonly [low: number, high: number];

export const anyValue: Range = [-Infinity, Infinity];

/** [0, 1] for shares. */
export const rangeOf = (unit: string): Range => (unit === 'share' ? [0, 1] : anyValue);

/** Of x − y where both are in the range. */
export const differenceRange = ([low, high]: Range): Range => [low - high, high - low];

/** The part of an interval that lies in the range of its quantity. The true value cannot lie outside, so the coverage
 *  stays; the method says that the interval was cut. An interval wholly outside is returned as it is: the values are
 *  wrong, and it must show that. */
export function cutTo([low, high]: Range, interval: Interval): Interval {
  const outside = interval.low > high || interval.high < low;
  if (outside || (interval.low >= low && interval.high <= high)) return interval;
  return {
    ...interval,
    low: Math.max(low, interval.low),
    high: Math.min(high, interval.high),
    method: `${interval.method}, cut to possible values`,
  };
}

export const contains = (interval: Interval, value: number): boolean => interval.low <= value && value <= interval.high;

/** Throws RangeError unless 0 < level < 1. */
export function checkLevel(where: string, level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`${where}: expected a level in (0, 1), got ${level}`);
}
