/** What an uncertainty statement must say about itself: its ends, its level and how it was made. */

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Nominal coverage, in (0, 1). */
  readonly level: number;
  /** e.g. "t", "paired t", "percentile bootstrap, 2000 replicates". */
  readonly method: string;
}

export const contains = (interval: Interval, value: number): boolean => interval.low <= value && value <= interval.high;

/** Throws RangeError unless 0 < level < 1. */
export function checkLevel(where: string, level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`${where}: expected a level in (0, 1), got ${level}`);
}
