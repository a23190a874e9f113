/** Percentile bootstrap from our own seeded generator, so that an interval can be recomputed bit for bit.
 *  It is too narrow below ten seeds (nominal 95 %: n = 3 74 %, n = 5 85 %, n = 8 88 %);
 *  prefer `meanInterval` for means. */
import { stream } from '../util/rng.ts';
import type { Rng } from '../util/rng.ts';
import { checkLevel } from './interval.ts';
import type { Interval } from './interval.ts';

/** Seeds from which on a percentile bootstrap covers about what it says. */
export const enoughForBootstrap = 10;

export interface BootstrapOptions {
  /** Number of resamples, ≥ 100; 2000 by default. */
  readonly replicates?: number;
  readonly level?: number;
  /** Of the resamples; the method of the interval states it. 0 by default. */
  readonly seed?: number;
}

const usual = { replicates: 2000, level: 0.95, seed: 0 } as const;

/** Says all that is needed to compute the interval again. */
export const bootstrapMethod = ({ replicates, seed }: Omit<Required<BootstrapOptions>, 'level'> = usual): string =>
  `percentile bootstrap, ${replicates} replicates, seed ${seed}`;

/** Interval between the percentiles of a statistic that `replicate` computes from one resample it draws.
 *  Drops replicates that are not finite; null if fewer than half remain. */
export function bootstrapInterval(replicate: (rng: Rng) => number, options: BootstrapOptions = {}): Interval | null {
  const { replicates, level, seed } = { ...usual, ...options };
  checkLevel('bootstrapInterval', level);
  if (!(replicates >= 100))
    throw new RangeError(`bootstrapInterval: expected at least 100 replicates, got ${replicates}`);
  const rng = stream(seed, 'bootstrap');
  const values = Float64Array.from({ length: replicates }, () => replicate(rng))
    .filter(Number.isFinite)
    .sort();
  if (values.length * 2 < replicates) return null;
  const tail = (1 - level) / 2;
  return {
    low: quantile(values, tail),
    high: quantile(values, 1 - tail),
    level,
    method: bootstrapMethod({ replicates, seed }),
  };
}

/** A resample as counts: how often n draws with replacement hit each of n values. Overwrites `counts`, [n]. */
export function drawn(counts: Uint32Array, rng: Rng): Uint32Array {
  counts.fill(0);
  for (let i = 0; i < counts.length; i++) counts[rng.integer(counts.length)]++;
  return counts;
}

/** Quantile of sorted values, linear between neighbours (numpy's default). NaN for no values. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN;
  return low + (high - low) * (position - below);
}
