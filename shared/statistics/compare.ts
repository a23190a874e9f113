/** Two algorithms compared on one number per seed: paired where they share seeds, Welch where they do not. */
import { pairedDifference } from './paired-difference.ts';
import type { PairedDifference } from './paired-difference.ts';
import { welchDifference } from './welch.ts';
import { anyValue } from './interval.ts';
import type { Interval, Range } from './interval.ts';
import { mean } from '../util/math.ts';

/** Seed → value. */
export type BySeed = ReadonlyMap<number, number>;

export interface Difference {
  readonly kind: 'paired' | 'unpaired';
  /** x − y. */
  readonly mean: number;
  /** Null where one seed on a side, or equal values, leave the spread unknown. */
  readonly interval: Interval | null;
  /** Two-sided t-test (paired or Welch); null where the spread is unknown. */
  readonly tP: number | null;
  /** The paired analysis in full; null when unpaired. */
  readonly paired: PairedDifference | null;
}

/** Seeds that both sides have, ascending. */
export const sharedSeeds = (x: BySeed, y: BySeed): number[] =>
  [...x.keys()].filter((seed) => y.has(seed)).sort((a, b) => a - b);

/** Paired over the shared seeds if there are at least 2, or if each side has just that one; else Welch over all values.
 *  Null if a side has no value. Intervals are cut to the range of differences: [−1, 1] for shares. */
export function compareBySeed(x: BySeed, y: BySeed, level = 0.95, range: Range = anyValue): Difference | null {
  if (x.size === 0 || y.size === 0) return null;
  const seeds = sharedSeeds(x, y);
  if (seeds.length >= 2 || (seeds.length === 1 && x.size === 1 && y.size === 1)) {
    const paired = pairedDifference(
      seeds.map((seed) => x.get(seed)!),
      seeds.map((seed) => y.get(seed)!),
      level,
      range,
    );
    return { kind: 'paired', mean: paired.mean, interval: paired.interval, tP: paired.tP, paired };
  }
  const [xs, ys] = [[...x.values()], [...y.values()]];
  const welch = welchDifference(xs, ys, level, range);
  return {
    kind: 'unpaired',
    mean: mean(xs) - mean(ys),
    interval: welch?.interval ?? null,
    tP: welch?.p ?? null,
    paired: null,
  };
}
