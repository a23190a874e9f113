/** How many times less of the budget one algorithm needs to reach a threshold than another, over paired seeds. */
import { mean } from '../util/math.ts';
import { bootstrapInterval, drawn } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import type { Interval } from './interval.ts';
import type { Reached } from './steps-to-threshold.ts';

export interface SpeedUp {
  /** Mean x of the slow side / mean x of the fast side; null for no pairs or a fast side that starts at the threshold. */
  readonly ratio: number | null;
  /** Pairs resampled; null below 2 pairs. Too narrow for few pairs, see bootstrap.ts. */
  readonly interval: Interval | null;
  readonly fastReached: number;
  readonly slowReached: number;
  readonly pairs: number;
  /** What the ratio is when a run was censored: counted as its budget, it makes the true ratio larger (slow side) or smaller
   *  (fast side). */
  readonly bound: 'exact' | 'atLeast' | 'atMost' | 'undetermined';
}

/** Ratio of restricted means: a run that never reached the threshold counts with its whole budget and is reported, not dropped.
 *  Throws RangeError if the sides differ in length. */
export function speedUp(fast: readonly Reached[], slow: readonly Reached[], options: BootstrapOptions = {}): SpeedUp {
  if (fast.length !== slow.length)
    throw new RangeError(`speedUp: expected pairs, got ${fast.length} and ${slow.length} runs — pair by seed first`);
  const spent = (side: readonly Reached[]) => side.map((r) => (r.reached ? r.x : r.budget));
  const [fastX, slowX] = [spent(fast), spent(slow)];
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

/** Σ of values that occur so many times. */
function total(values: readonly number[], counts: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += counts[i] * values[i];
  return sum;
}
