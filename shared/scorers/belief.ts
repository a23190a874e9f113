/** Belief after each scored prefix, and its change per turn: what both forms of information gain share. */
import type { Rollout } from '../record/rollout.ts';
import { mean } from '../util/math.ts';
import type { TurnScores } from '../data/scores.ts';

/** Mean log-prob of the ground-truth tokens after each scored prefix:  s[t] = (1/L) Σ_j log π(a_j | prefix t, wrapper,
 *  a_<j). Returns [1 + responses], nats, ≤ 0; index 0 is the prompt alone. A rollout that answers has K of them; one
 *  that was cut off after a retrieval has K + 1. `scorer` is named in the errors.
 *  Throws TypeError where ground truth was not scored, RangeError where beliefs and turns do not match.
 *  Source: arXiv:2510.14967v2 (length-normalised log-likelihood). */
export function beliefs(rollout: Rollout, scorer: string): Float64Array {
  const scored = rollout.groundTruthLogProb;
  if (scored === null)
    throw new TypeError(
      `rollout ${rollout.id}: expected log-probs of the ground truth, got none (scorer ${scorer}) — score it: train.scoreGroundTruth always`,
    );
  const expected = 1 + rollout.turns.filter((turn) => turn.response !== null).length;
  if (scored.length !== expected)
    throw new RangeError(
      `rollout ${rollout.id}: ${scored.length} beliefs for ${rollout.turns.length} turns (scorer ${scorer}), expected ${expected} — one for the prompt, one after each retrieval`,
    );
  return Float64Array.from(scored, mean);
}

/** Change of belief over each turn but the last:  gain[t] = s[t] − s[t−1], t = 1 … K−1 at index t−1. Returns [K]. The
 *  last turn is null because it has the outcome, even where a cut-off rollout has a belief after it. A turn is null
 *  (unscored) where one of its two beliefs is not finite. K = 0 gives []. */
export function gains(belief: Float64Array, turns: number): TurnScores {
  return Array.from({ length: turns }, (_, t) => {
    const gain = belief[t + 1] - belief[t];
    return t < turns - 1 && Number.isFinite(gain) ? gain : null;
  });
}
