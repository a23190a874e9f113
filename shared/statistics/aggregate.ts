/** How curves and tables aggregate the seeds of an algorithm. The default is the mean: below ten seeds its t-interval
 *  covers better. */
import { bootstrapMethod, enoughForBootstrap } from './bootstrap.ts';
import { interquartileInterval } from './interquartile-mean.ts';
import type { Range } from './interval.ts';
import { meanInterval } from './mean-interval.ts';
import type { Estimate } from './mean-interval.ts';

export const aggregateNames = ['mean', 'iqm'] as const;
export type Aggregate = (typeof aggregateNames)[number];

export interface AggregateKind {
  readonly title: string;
  /** As a chart names its band, after the level. */
  readonly band: string;
  /** As a table names its intervals, after the level. */
  readonly interval: string;
  /** What a reader must know of the intervals; empty for nothing. */
  readonly caution: string;
  readonly estimate: (values: ArrayLike<number>, level: number, range: Range) => Estimate;
}

export const aggregates: Readonly<Record<Aggregate, AggregateKind>> = {
  mean: { title: 'mean', band: 't-band', interval: 'Student t-interval', caution: '', estimate: meanInterval },
  iqm: {
    title: 'interquartile mean',
    band: 'bootstrap band',
    interval: bootstrapMethod(),
    caution:
      `Such intervals are too narrow below ${enoughForBootstrap} seeds (nominal 95 % cover 73 % at 3 seeds, 90 % at 5), ` +
      `where the t-interval of the mean covers better. Differences and tests stay those of means.`,
    estimate: interquartileInterval,
  },
};
