/** Whitening over all tokens of a batch. */
import { allEqual } from '../util/math.ts';

/** Distance from the mean in standard deviations:  z = (x − μ) / √(σ² + 1e-8), σ² with n − 1, over the tokens of all
 *  rollouts.
 *  values: one per token or per turn of each rollout · tokens: how many tokens hold that value, 0 to exclude it ·
 *  returns the same shape, 0 where tokens = 0. Exactly 0 for equal values and for fewer than two tokens, where verl
 *  raises an error.
 *  Source: verl-project/verl verl/utils/torch_functional.py masked_whiten at 1dda039. */
export function whiten(values: readonly ArrayLike<number>[], tokens: readonly ArrayLike<number>[]): Float64Array[] {
  const counted = values.flatMap((row, i) =>
    Array.from(row, (x, t) => ({ x, n: tokens[i][t] })).filter(({ n }) => n > 0),
  );
  const count = counted.reduce((total, { n }) => total + n, 0);
  if (count < 2 || allEqual(counted.map(({ x }) => x))) return values.map((row) => new Float64Array(row.length));
  const mean = counted.reduce((total, { x, n }) => total + n * x, 0) / count;
  const variance = counted.reduce((total, { x, n }) => total + n * (x - mean) ** 2, 0) / (count - 1);
  const divisor = Math.sqrt(variance + 1e-8);
  return values.map((row, i) => Float64Array.from(row, (x, t) => (tokens[i][t] > 0 ? (x - mean) / divisor : 0)));
}
