/** The clipped policy-gradient loss of one token: in float64, and as the graph that is checked against it.
 *  Source: arXiv:1707.06347v2 Eq. 7; dual clip arXiv:1912.09729v3 Eq. 5;
 *  arXiv:2510.14967v2 Eq. 7 (with the sign turned). */
import { clip, equal, gemm, lessOrEqual, min, mul, neg, scalarOf, scale, sub, toFloat, where } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { clamp, mean } from '../util/math.ts';
import { logRatio } from './log-ratio.ts';
import type { Objective } from './objective.ts';

type Clip = Pick<Objective, 'clipLow' | 'clipHigh' | 'dualClip'>;

/** exp(logProb − oldLogProb), the difference held in ±20. */
export const ratio = (logProb: number, oldLogProb: number): number => Math.exp(logRatio(logProb, oldLogProb));

/** One ratio for several tokens: exp of the mean of their log-ratios, each held in ±20. Source: GSPO,
 *  arXiv:2507.18071. */
export const sharedRatio = (logProbs: readonly number[], oldLogProbs: readonly number[]): number =>
  Math.exp(mean(logProbs.map((logProb, i) => logRatio(logProb, oldLogProbs[i]))));

/** The log-ratio of `sharedRatio` as graph code: mean over the tokens of a token's segment, [S, 1] → [S, 1]; 0 in
 *  padding. Inputs: `segment` [S, N], 1 where the token is of the segment, and `share` [S, 1], 1 / tokens of its
 *  segment. */
export function segmentMean(g: Graph, x: Value, selected: number, segments: number): Value {
  const segment = g.input('segment', [selected, segments]);
  const means = gemm(g, segment, mul(g, x, g.input('share', [selected, 1])), 1); // [N, 1]
  return gemm(g, segment, means);
}

/** The range that the ratio is held in:  [1 − low·scale, 1 + high·scale]. scale: the token's own factor, if
 *  `clipScaled`. */
export const ratioRange = (
  { clipLow, clipHigh }: Pick<Clip, 'clipLow' | 'clipHigh'>,
  scale = 1,
): { low: number; high: number } => ({ low: 1 - clipLow * scale, high: 1 + clipHigh * scale });

/** max(−ρ·A, −clip(ρ, range)·A), and for A < 0 at most −dualClip·A. */
export function policyLoss(ratio: number, advantage: number, clip: Clip, clipScale = 1): number {
  const { dualClip } = clip;
  const { low, high } = ratioRange(clip, clipScale);
  const loss = Math.max(-ratio * advantage, -clamp(ratio, low, high) * advantage);
  return dualClip !== null && advantage < 0 ? Math.min(loss, -dualClip * advantage) : loss;
}

/** True where one of the clips decides the loss, so that the ratio has no gradient. */
export const clipBinds = (ratio: number, advantage: number, clip: Clip, clipScale = 1): boolean =>
  policyLoss(ratio, advantage, clip, clipScale) !== -ratio * advantage;

/** `policyLoss` and `clipBinds` (1 or 0) as graph code, all [S, 1]. If `clipScaled`, each token's range is an input:
 *  `ratioLow` and `ratioHigh`. */
export function policyLossGraph(
  g: Graph,
  ratio: Value,
  advantage: Value,
  objective: Clip & Pick<Objective, 'clipScaled'>,
): { loss: Value; clipped: Value } {
  const free = mul(g, ratio, advantage);
  const { low, high } = ratioRange(objective);
  const near = objective.clipScaled
    ? within(g, ratio, g.input('ratioLow', ratio.shape), g.input('ratioHigh', ratio.shape))
    : clip(g, ratio, low, high);
  const held = mul(g, near, advantage);
  const pessimistic = neg(g, min(g, free, held));
  const loss = objective.dualClip === null ? pessimistic : dualClipped(g, pessimistic, advantage, objective.dualClip);
  // Unclipped terms are copied, never rounded: equality is exact.
  const clipped = sub(g, scalarOf(g, 1), toFloat(g, equal(g, loss, neg(g, free))));
  return { loss, clipped };
}

/** min(max(x, low), high), element by element. */
const within = (g: Graph, x: Value, low: Value, high: Value): Value =>
  neg(g, min(g, neg(g, min(g, x, high)), neg(g, low)));

/** min(loss, −c·A) where A < 0 (at A = 0 both are 0). */
const dualClipped = (g: Graph, loss: Value, advantage: Value, c: number): Value =>
  where(g, lessOrEqual(g, advantage, scalarOf(g, 0)), min(g, loss, scale(g, advantage, -c)), loss);
