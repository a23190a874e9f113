/** Numbers of a verdict as cells of a table: shares in per cent, without the sign,
 *  because the note of the table says it. */
import type { Comparison } from '../statistics/comparison.ts';
import { compact, fixed, pValue, signed } from '../statistics/format.ts';
import type { Interval } from '../statistics/interval.ts';
import type { Estimate } from '../statistics/mean-interval.ts';

export const amount = (value: number | null, unit: string): string =>
  unit === 'share' ? fixed(value === null ? null : value * 100, 1) : compact(value);

/** "52.1 [48.0, 56.2]"; without an interval where the spread is unknown. */
export const estimate = (value: Estimate, unit: string): string =>
  `${amount(value.mean, unit)}${ends(value.interval, unit)}`;

/** " [48.0, 56.2]" */
const ends = (interval: Interval | null, unit: string): string =>
  interval === null ? '' : ` [${amount(interval.low, unit)}, ${amount(interval.high, unit)}]`;

/** The comparison of two algorithms, whichever is ahead; undefined for one with itself. */
export const pairOf = (comparisons: readonly Comparison[], one: string, other: string): Comparison | undefined =>
  one === other
    ? undefined
    : comparisons.find((c) => [c.ahead, c.behind].every((name) => name === one || name === other));

export interface OrientedDifference {
  readonly mean: number;
  readonly interval: Interval | null;
}

/** The other algorithm of the pair minus this one: positive where the other is better. */
function differenceTo({ ahead, final }: Comparison, baseline: string): OrientedDifference {
  const { mean, interval } = final;
  if (ahead !== baseline) return { mean, interval };
  return { mean: -mean, interval: interval && { ...interval, low: -interval.high, high: -interval.low } };
}

/** "−3.2 [−7.0, 0.6]"; adds "unpaired" if the seeds are not paired. */
export function difference(c: Comparison, baseline: string, unit: string): string {
  const { mean, interval } = differenceTo(c, baseline);
  const shown = unit === 'share' ? signed(mean * 100, 1) : compact(mean);
  return `${shown}${ends(interval, unit)}${c.final.kind === 'unpaired' ? ' unpaired' : ''}`;
}

/** "0.012 / 0.063": t-test, corrected for the number of pairs, and exact sign-flip test. */
export const pValues = ({ holmP, final }: Comparison): string =>
  [holmP, final.paired && final.paired.n > 1 ? final.paired.signFlipP : null]
    .map((p) => pValue(p).replace('p = ', '').replace('p < ', '< '))
    .join(' / ');
