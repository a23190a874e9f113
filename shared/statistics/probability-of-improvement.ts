/** How likely a random run of one algorithm beats one of another. Source: arXiv:2108.13264v4 section 4.3, for one
 *  question set. */
import { bootstrapInterval, drawn } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import type { Interval } from './interval.ts';

export interface Improvement {
  readonly probability: number;
  /** Each side is resampled on its own. Null if all resamples agree, e.g. if every run of one side beats every run of
   *  the other: the certainty is then unknown. Too narrow for few seeds, see bootstrap.ts. */
  readonly interval: Interval | null;
}

/** P(X > Y) = U / (n_x · n_y),  U = Σᵢ Σⱼ [xᵢ > yⱼ] + ½ [xᵢ = yⱼ]. NaN without values on a side. */
export const probabilityOfImprovement = (x: readonly number[], y: readonly number[]): number =>
  share(wins(x, y), ones(x), ones(y));

const ones = (values: readonly number[]): Uint32Array => new Uint32Array(values.length).fill(1);

/** [n_x][n_y] 1 where x beats y, ½ where they tie. */
const wins = (x: readonly number[], y: readonly number[]): Float64Array[] =>
  x.map((a) => Float64Array.from(y, (b) => (a > b ? 1 : a === b ? 0.5 : 0)));

/** Share of wins. ofX, ofY: [n_x], [n_y] how often each value occurs; they sum to n_x and n_y. */
function share(won: readonly Float64Array[], ofX: Uint32Array, ofY: Uint32Array): number {
  let total = 0;
  for (let i = 0; i < ofX.length; i++) for (let j = 0; j < ofY.length; j++) total += ofX[i] * ofY[j] * won[i][j];
  return total / (ofX.length * ofY.length);
}

/** The probability with its interval; null below 2 values on a side. */
export function improvement(
  x: readonly number[],
  y: readonly number[],
  options: BootstrapOptions = {},
): Improvement | null {
  if (x.length < 2 || y.length < 2) return null;
  const [won, ofX, ofY] = [wins(x, y), ones(x), ones(y)];
  const interval = bootstrapInterval((rng) => share(won, drawn(ofX, rng), drawn(ofY, rng)), options);
  return {
    probability: probabilityOfImprovement(x, y),
    interval: interval === null || interval.low === interval.high ? null : interval,
  };
}
