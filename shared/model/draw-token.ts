/** Draws one token from logits, with the policy's own log-prob and entropy at temperature 1. */
import type { Rng } from '../util/rng.ts';

export interface Drawn {
  readonly token: number;
  /** nats */
  readonly logProb: number;
  /** nats */
  readonly entropy: number;
}

/** logits [V]. temperature 0 takes the largest (the first of equals); topP < 1 keeps the smallest set of tokens with at least that mass.
 *  The random number is drawn also where it is not needed, so that a stream's position depends on the token count alone. */
export function drawToken(logits: Float32Array, temperature: number, topP: number, rng: Rng): Drawn {
  const n = logits.length;
  const uniform = rng.next();
  let best = 0;
  for (let i = 1; i < n; i++) if (logits[i]! > logits[best]!) best = i;
  const max = logits[best]!;
  if (Number.isNaN(max)) throw new RangeError('policy: expected finite logits, got NaN — the params have diverged');
  const weights = scratch(n); // eˣ, x relative to the maximum
  let total = 0;
  let weighted = 0; // Σ eˣ·x
  for (let i = 0; i < n; i++) {
    const x = logits[i]! - max;
    const e = Math.exp(x);
    weights[i] = e;
    total += e;
    weighted += e * x;
  }
  const logTotal = Math.log(total);
  let chosen = best;
  if (temperature > 0) {
    if (temperature !== 1) for (let i = 0; i < n; i++) weights[i] = Math.exp((logits[i]! - max) / temperature);
    if (topP < 1) truncate(weights, topP);
    chosen = invert(weights, uniform);
  }
  return { token: chosen, logProb: logits[chosen]! - max - logTotal, entropy: logTotal - weighted / total };
}

let buffer = new Float64Array(0);

/** One array for every draw: a fresh one per token costs more than the draw itself. */
function scratch(n: number): Float64Array {
  if (buffer.length < n) buffer = new Float64Array(n);
  return buffer.length === n ? buffer : buffer.subarray(0, n);
}

/** Inverse transform: the first token whose cumulative weight exceeds uniform · total. */
function invert(weights: Float64Array, uniform: number): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  let rest = uniform * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    last = i;
    rest -= weights[i]!;
    if (rest < 0) return i;
  }
  return last; // rounding left a sliver past the end
}

/** Zeroes everything outside the nucleus. Source: arXiv:1904.09751v2 section 3.1. */
function truncate(weights: Float64Array, topP: number): void {
  const order = Array.from(weights.keys()).sort((i, j) => weights[j]! - weights[i]! || i - j);
  const enough = topP * weights.reduce((a, b) => a + b, 0);
  let mass = 0;
  for (const i of order) {
    if (mass >= enough) weights[i] = 0;
    else mass += weights[i]!;
  }
}
