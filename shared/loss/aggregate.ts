/** Weights that turn token losses into one loss: loss = Σ weight · token loss. */
import { sum } from '../util/math.ts';
import type { Aggregation } from './objective.ts';

interface Counts {
  /** Rows with a masked token. */
  readonly rows: number;
  /** Masked tokens of all rows. */
  readonly tokens: number;
  readonly constantLength: number;
}

const weightOf: Record<Aggregation, (rowTokens: number, counts: Counts) => number> = {
  tokenMean: (_, { tokens }) => 1 / tokens,
  sequenceMeanTokenMean: (rowTokens, { rows }) => 1 / (rows * rowTokens),
  sequenceMeanTokenSum: (_, { rows }) => 1 / rows,
  sequenceMeanTokenSumNorm: (_, { rows, constantLength }) => 1 / (rows * constantLength),
};

/** Weight of each token in the loss; 0 where mask = 0. masks: [T] per rollout → weights: [T] per rollout.
 *  tokenMean 1/Σtokens · sequenceMeanTokenMean 1/(rows·own tokens) · sequenceMeanTokenSum 1/rows ·
 *  sequenceMeanTokenSumNorm 1/(rows·constantLength). constantLength: tokens, the same for the whole run (most tokens
 *  that a rollout may write). Rows without a masked token weigh nothing and are not counted. Pass all rollouts of one
 *  optimizer update at once: weights per micro-batch would add up to another loss.
 *  Throws RangeError if constantLength is needed and not positive.
 *  Source: verl core_algos.py agg_loss at 1dda039; sequenceMeanTokenSumNorm: Dr. GRPO, arXiv:2503.20783. */
export function tokenWeights(
  masks: readonly ArrayLike<number>[],
  aggregation: Aggregation,
  constantLength = 0,
): Float32Array[] {
  if (aggregation === 'sequenceMeanTokenSumNorm' && !(constantLength > 0))
    throw new RangeError(`tokenWeights: expected a constant length above 0 for ${aggregation}, got ${constantLength}`);
  const own = masks.map(sum);
  const counts: Counts = { rows: own.filter((tokens) => tokens > 0).length, tokens: sum(own), constantLength };
  return masks.map((mask, i) => {
    const weight = weightOf[aggregation](own[i], counts);
    return Float32Array.from(mask, (m) => (m === 0 ? 0 : weight));
  });
}
