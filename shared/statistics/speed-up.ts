/** How many times the budget of a fast algorithm a slow one needs to reach a threshold, over paired seeds. */
import { mean } from '../util/math.ts';
import { bootstrapInterval, drawn } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import type { Interval } from './interval.ts';
import { spent } from './restricted-mean.ts';
import type { Reached } from './steps-to-threshold.ts';

export interface SpeedUp {
  /** Mean x of the slow side / mean x of the fast side; null without pairs or if the fast side starts at the
   *  threshold. */
  readonly ratio: number | null;
  /** Pairs resampled; null below 2 pairs. Too narrow for few pairs, see bootstrap.ts. */
  readonly interval: Interval | null;
  readonly fastReached: number;
  readonly slowReached: number;
  readonly pairs: number;
  /** How the ratio bounds the true one. A run that never reached the threshold counts with its budget: the true ratio
   *  is larger if it is on the slow side, smaller on the fast side. */
  readonly bound: 'exact' | 'atLeast' | 'atMost' | 'undetermined';
}

/** Ratio of restricted means: a run that never reached the threshold counts with its whole budget and is reported.
 *  Throws RangeError if the sides differ in length. */
export function speedUp(fast: readonly Reached[], slow: readonly Reached[], options: BootstrapOptions = {}): SpeedUp {
  if (fast.length !== slow.length)
    throw new RangeError(`speedUp: expected pairs, got ${fast.length} and ${slow.length} runs — pair by seed first`);
  const [fastX, slowX] = [fast.map(spent), slow.map(spent)];
  const ratio = mean(slowX) / mean(fastX);
  const reachedBy = (side: readonly Reached[]) => side.filter((r) => r.reached).length;
  const [fastReached, slowReached] = [reachedBy(fast), reachedBy(slow)];
  const pairs = fast.length;
  const counts = new Uint32Array(pairs);
  const bound =
    fastReached === pairs
      ? slowReached === pairs
        ? 'exact'
        : 'atLeast'
      : slowReached === pairs
        ? 'atMost'
        : 'undetermined';
  return {
    ratio: Number.isFinite(ratio) ? ratio : null,
    interval:
      pairs < 2
        ? null
        : bootstrapInterval((rng) => {
            drawn(counts, rng);
            return total(slowX, counts) / total(fastX, counts);
          }, options),
    fastReached,
    slowReached,
    pairs,
    bound,
  };
}

/** Σ counts[i] · values[i]. */
function total(values: readonly number[], counts: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += counts[i] * values[i];
  return sum;
}
