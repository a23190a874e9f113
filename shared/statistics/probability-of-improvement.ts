/** How likely a random run of X beats a random run of Y on a random question set. Source: arXiv:2108.13264v4 section 4.3. */
import { mean } from '../util/math.ts';
import { bootstrapInterval } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import type { Interval } from './interval.ts';
import { columns, resampleColumns } from './score-matrix.ts';
import type { ScoreMatrix } from './score-matrix.ts';

/** P(X > Y) = mean over sets of U / (n_x · n_y), U = Σᵢ Σⱼ [xᵢ > yⱼ] + ½ [xᵢ = yⱼ]. */
export function probabilityOfImprovement(x: ScoreMatrix, y: ScoreMatrix): number {
  const m = columns(x);
  if (columns(y) !== m)
    throw new RangeError(`probabilityOfImprovement: expected ${m} question sets on both sides, got ${columns(y)}`);
  return mean(Array.from({ length: m }, (_, j) => mean(x.map((a) => mean(y.map((b) => win(a[j]!, b[j]!)))))));
}

const win = (a: number, b: number): number => (a > b ? 1 : a === b ? 0.5 : 0);

/** X and Y resampled independently, within every question set. */
export function probabilityOfImprovementInterval(
  x: ScoreMatrix,
  y: ScoreMatrix,
  options: BootstrapOptions = {},
): Interval | null {
  return bootstrapInterval(
    (rng) => probabilityOfImprovement(resampleColumns(x, rng.integer), resampleColumns(y, rng.integer)),
    options,
  );
}
