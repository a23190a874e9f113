/** Draws one token from the policy's distribution. */
import type { Rng } from '../util/rng.ts';

export interface Drawn {
  readonly token: number;
  /** At temperature 1 without top-p: the policy's own, nats. */
  readonly logProb: number;
}

/** probs: [V], at temperature 1. Temperature 0 takes the largest (the first of equals); topP < 1 keeps the smallest set
 *  of tokens with at least that mass. A random number is drawn in any case, so that a stream's position depends on the
 *  token count alone. Throws RangeError for NaN. */
export function drawToken(probs: Float32Array, temperature: number, topP: number, rng: Rng): Drawn {
  const uniform = rng.next();
  // One logit that is NaN makes the whole softmax NaN.
  if (Number.isNaN(probs[0]))
    throw new RangeError('policy: expected finite logits, got NaN — the params have diverged');
  const token = temperature === 0 ? largest(probs) : invert(weighted(probs, temperature, topP), uniform);
  return { token, logProb: Math.log(probs[token]) };
}

function largest(probs: Float32Array): number {
  let best = 0;
  for (let i = 1; i < probs.length; i++) if (probs[i] > probs[best]) best = i;
  return best;
}

/** p^(1/temperature), 0 outside the nucleus, with sum 1; `probs` itself if nothing changes. */
function weighted(probs: Float32Array, temperature: number, topP: number): Float32Array {
  if (temperature === 1 && topP === 1) return probs;
  const most = probs[largest(probs)];
  // Relative to the largest, because powers of small numbers underflow.
  const weights = probs.map((p) => (p / most) ** (1 / temperature));
  normalise(weights);
  if (topP === 1) return weights;
  truncate(weights, topP);
  normalise(weights);
  return weights;
}

function normalise(weights: Float32Array): void {
  const total = weights.reduce((a, b) => a + b, 0);
  for (let i = 0; i < weights.length; i++) weights[i] /= total;
}

/** Inverse transform: the first token whose cumulative weight exceeds uniform. */
function invert(weights: Float32Array, uniform: number): number {
  let rest = uniform;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    last = i;
    rest -= weights[i];
    if (rest < 0) return i;
  }
  return last; // rounding left a sliver past the end
}

/** Zeroes everything outside the nucleus. Source: arXiv:1904.09751v2 section 3.1. */
function truncate(weights: Float32Array, topP: number): void {
  const order = Array.from(weights.keys()).sort((i, j) => weights[j] - weights[i] || i - j);
  let mass = 0;
  for (const i of order) {
    if (mass >= topP) weights[i] = 0;
    else mass += weights[i];
  }
}
