/** Estimates of the KL divergence from one sampled token, x = logProb − refLogProb in nats.
 *  Source: J. Schulman, "Approximating KL divergence" (2020); verl core_algos.py.
 *  Departure: (1) the value of k3 is not clipped at 10, which would cut its gradient. */
import { add, exp, mul, neg, scalarOf, scale, sub } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { logRatio } from './log-ratio.ts';
import type { KlEstimator } from './objective.ts';

/** k1 = x: unbiased, any sign. k2 = x²/2: biased, ≥ 0. k3 = e^(−x) + x − 1: unbiased, ≥ 0, with x held in ±20. */
export const kl: Record<KlEstimator, (logProb: number, refLogProb: number) => number> = {
  k1: (logProb, refLogProb) => logProb - refLogProb,
  k2: (logProb, refLogProb) => (logProb - refLogProb) ** 2 / 2,
  k3: (logProb, refLogProb) => {
    const x = logRatio(logProb, refLogProb);
    return Math.exp(-x) + x - 1;
  },
};

/** The same as graph code. x: [S, 1], held in ±20 for every estimator. */
export function klGraph(g: Graph, x: Value, estimator: KlEstimator): Value {
  if (estimator === 'k1') return x;
  if (estimator === 'k2') return scale(g, mul(g, x, x), 0.5);
  return sub(g, add(g, exp(g, neg(g, x)), x), scalarOf(g, 1));
}
