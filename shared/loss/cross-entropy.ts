/** Losses of supervised training. */
import { mul, sub, sum, total } from '../graph/build.ts';
import type { LossGraph } from './loss-graph.ts';

/** Weighted cross-entropy: −Σ weight · log-prob, with the input `weight` [S, 1]. */
export const crossEntropy: LossGraph<'logProb'> = (g, { logProb }, { selected }) => {
  const weight = g.input('weight', [selected, 1]);
  return {
    loss: sub(g, g.constant([], [0]), total(g, mul(g, weight, logProb))),
    sums: { logProbSum: sum(g, mul(g, weight, logProb), [0, 1]) },
  };
};

/** Cross-entropy to a distribution q where a token has one: −Σ weight · Σ_v q_v · log-prob_v. Both distributions add up
 *  to 1, so the normaliser cancels: the loss of the target changes by −Σ shift · logits, with the input `shift` [S, V]
 *  = weight · (q − onehot(target)). */
export const softCrossEntropy: LossGraph<'logProb' | 'logits'> = (g, tokens, selection) => {
  const { loss, sums } = crossEntropy(g, tokens, selection);
  const shift = g.input('shift', tokens.logits.shape);
  return { loss: sub(g, loss, total(g, mul(g, shift, tokens.logits))), sums };
};
