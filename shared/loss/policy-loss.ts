/** The clipped policy-gradient loss of one token in float64: the reference that the training graph is checked against. */
import { clamp, mean } from '../util/math.ts';
import { kl } from './kl.ts';
import type { Objective } from './objective.ts';

type Clip = Pick<Objective, 'clipLow' | 'clipHigh' | 'dualClip'>;

/** exp(logProb − oldLogProb), the difference held in ±20: exp overflows float32 at 88.7. Source: verl core_algos.py. */
export const ratio = (logProb: number, oldLogProb: number): number => Math.exp(clamp(logProb - oldLogProb, -20, 20));

/** One ratio for several tokens: exp of the mean of their log-ratios, each held in ±20.  Source: GSPO, arXiv:2507.18071. */
export const sharedRatio = (logProbs: readonly number[], oldLogProbs: readonly number[]): number =>
  Math.exp(mean(logProbs.map((logProb, i) => clamp(logProb - oldLogProbs[i], -20, 20))));

/** Where the ratio is held:  [1 − low·scale, 1 + high·scale]. scale: the token's factor, where each has its own. */
export const ratioRange = (
  { clipLow, clipHigh }: Pick<Clip, 'clipLow' | 'clipHigh'>,
  scale = 1,
): { low: number; high: number } => ({ low: 1 - clipLow * scale, high: 1 + clipHigh * scale });

/** max(−ρ·A, −clip(ρ, range)·A), and for A < 0 at most −dualClip·A.
 *  Source: arXiv:1707.06347v2 Eq. 7; dual clip arXiv:1912.09729; arXiv:2510.14967v2 Eq. 7 (with the sign turned). */
export function policyLoss(ratio: number, advantage: number, clip: Clip, clipScale = 1): number {
  const { dualClip } = clip;
  const { low, high } = ratioRange(clip, clipScale);
  const loss = Math.max(-ratio * advantage, -clamp(ratio, low, high) * advantage);
  return dualClip !== null && advantage < 0 ? Math.min(loss, -dualClip * advantage) : loss;
}

/** True where one of the clips decides the loss, so that the ratio has no gradient. */
export const clipBinds = (ratio: number, advantage: number, clip: Clip, clipScale = 1): boolean =>
  policyLoss(ratio, advantage, clip, clipScale) !== -ratio * advantage;

/** What one masked token adds to the objective before its weight. */
export interface TokenLossInput {
  readonly logProb: number;
  readonly oldLogProb: number;
  /** Null without a KL to the reference policy. */
  readonly refLogProb: number | null;
  /** Entropy of the policy's distribution there, nats. */
  readonly entropy: number;
  readonly advantage: number;
  /** Factor of its clip range; left out: 1. */
  readonly clipScale?: number;
}

/** policy + klCoefficient · kl − entropyCoefficient · entropy. Throws TypeError if a KL is asked for without `refLogProb`. */
export function tokenLoss(token: TokenLossInput, objective: Objective): number {
  const policy = policyLoss(ratio(token.logProb, token.oldLogProb), token.advantage, objective, token.clipScale);
  const entropy = objective.entropyCoefficient * token.entropy;
  if (objective.klCoefficient === 0) return policy - entropy;
  if (token.refLogProb === null)
    throw new TypeError('tokenLoss: expected refLogProb for a KL to the reference policy, got null');
  const klRef = kl[objective.klEstimator](token.logProb, token.refLogProb);
  return policy + objective.klCoefficient * klRef - entropy;
}
