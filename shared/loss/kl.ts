/** Estimates of the KL divergence from one sampled token, x = logProb − refLogProb in nats. Source: J. Schulman, "Approximating KL
 *  divergence" (2020); verl core_algos.py. Departure: (1) the value of k3 is not clipped at 10, which would cut its gradient. */
import { clamp } from '../util/math.ts';
import type { KlEstimator } from './objective.ts';

/** k1 = x: unbiased, any sign. k2 = x²/2: biased, ≥ 0. k3 = e^(−x) + x − 1: unbiased, ≥ 0, x held in ±20 (exp overflows float32 at 88.7). */
export const kl: Record<KlEstimator, (logProb: number, refLogProb: number) => number> = {
  k1: (logProb, refLogProb) => logProb - refLogProb,
  k2: (logProb, refLogProb) => (logProb - refLogProb) ** 2 / 2,
  k3: (logProb, refLogProb) => {
    const x = clamp(logProb - refLogProb, -20, 20);
    return Math.exp(-x) + x - 1;
  },
};
