/** The clipped policy objective as graph code, over selected tokens. The float64 twin that tests compare it with is `loss/policy-loss.ts`. */
import {
  add,
  clip,
  equal,
  exp,
  gemm,
  lessOrEqual,
  min,
  mul,
  neg,
  scalarOf,
  scale,
  sub,
  toFloat,
  total,
  where,
} from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Objective } from '../loss/objective.ts';
import { ratioRange } from '../loss/policy-loss.ts';
import type { TokenLoss } from './training-graph.ts';

/** exp overflows float32 at 88.7; verl clamps log-ratios here too (core_algos.py). */
const MAX_LOG_RATIO = 20;

/** loss = Σ weight · ( max(−ρA, −clip(ρ)A), at most −dualClip·A for A < 0; + klCoefficient·kl − entropyCoefficient·entropy ), with the inputs
 *  `weight`, `advantage`, `oldLogProb`, `mask` and, if the KL counts, `refLogProb`, each [S, 1]. With
 *  `ratioOver`, ρ is that of a token's segment: inputs `segment` [S, N], 1 where the token is of it, and `share` [S, 1], 1 / its tokens. With
 *  `clipScaled`, each token's range is an input: `ratioLow` and `ratioHigh`, [S, 1]. Sources: arXiv:1707.06347v2 Eq. 7; dual clip
 *  arXiv:1912.09729v3 Eq. 5. Sums over mask: clipped, klOldK1, klOldK3, klRefK3, entropy. With `critic`, the value loss is added, from
 *  `oldValue` and `valueTarget` [S, 1], and its sum is valueLoss. */
export function policyLoss(objective: Objective): TokenLoss<'logProb' | 'entropy' | 'value'> {
  return (g, { logProb, entropy, value }, { selected, segments }) => {
    const input = (name: string) => g.input(name, [selected, 1]);
    const [weight, advantage, oldLogProb, mask] = ['weight', 'advantage', 'oldLogProb', 'mask'].map(input) as [
      Value,
      Value,
      Value,
      Value,
    ];
    const logRatio = clip(g, sub(g, logProb, oldLogProb), -MAX_LOG_RATIO, MAX_LOG_RATIO);
    const tokenRatio = exp(g, logRatio);
    const ratio = objective.ratioOver ? exp(g, segmentMean(g, logRatio, selected, segments!)) : tokenRatio;
    const free = mul(g, ratio, advantage);
    const { low, high } = ratioRange(objective);
    const near = objective.clipScaled
      ? within(g, ratio, input('ratioLow'), input('ratioHigh'))
      : clip(g, ratio, low, high);
    const held = mul(g, near, advantage);
    const pessimistic = neg(g, min(g, free, held));
    const policy =
      objective.dualClip === null ? pessimistic : dualClipped(g, pessimistic, advantage, objective.dualClip);
    const terms = [policy];
    const sums: Record<string, Value> = {
      clipped: masked(g, mask, clipBinds(g, policy, free)),
      klOldK1: masked(g, mask, neg(g, logRatio)),
      klOldK3: masked(g, mask, sub(g, sub(g, tokenRatio, scalarOf(g, 1)), logRatio)),
      entropy: masked(g, mask, entropy),
    };
    if (objective.klCoefficient !== 0) {
      const difference = clip(g, sub(g, logProb, input('refLogProb')), -MAX_LOG_RATIO, MAX_LOG_RATIO);
      terms.push(scale(g, klTerm(g, difference, objective.klEstimator), objective.klCoefficient));
      sums['klRefK3'] = masked(g, mask, klTerm(g, difference, 'k3'));
    }
    if (objective.entropyCoefficient !== 0) terms.push(scale(g, entropy, -objective.entropyCoefficient));
    if (objective.critic) {
      const loss = valueTerm(g, value!, input('oldValue'), input('valueTarget'), objective.critic.clip);
      terms.push(scale(g, loss, objective.critic.coefficient));
      sums['valueLoss'] = masked(g, mask, loss);
    }
    return {
      loss: total(
        g,
        mul(
          g,
          weight,
          terms.reduce((x, y) => add(g, x, y)),
        ),
      ),
      sums,
    };
  };
}

/** Mean over the tokens of a token's segment, [S, 1] → [S, 1]; 0 in padding. */
function segmentMean(g: Graph, x: Value, selected: number, segments: number): Value {
  const segment = g.input('segment', [selected, segments]);
  const means = gemm(g, segment, mul(g, x, g.input('share', [selected, 1])), 1); // [N, 1]
  return gemm(g, segment, means);
}

/** min(max(x, low), high), element by element. */
const within = (g: Graph, x: Value, low: Value, high: Value): Value =>
  neg(g, min(g, neg(g, min(g, x, high)), neg(g, low)));

/** min(loss, −c·A) where A < 0 (at A = 0 both are 0). */
function dualClipped(g: Graph, loss: Value, advantage: Value, c: number): Value {
  return where(g, lessOrEqual(g, advantage, scalarOf(g, 0)), min(g, loss, scale(g, advantage, -c)), loss);
}

/** 1 where a clip, the dual one included, decides the loss, so that the ratio has no gradient. Unclipped terms are copied, never rounded:
 *  equality is exact. */
const clipBinds = (g: Graph, policy: Value, free: Value): Value =>
  sub(g, scalarOf(g, 1), toFloat(g, equal(g, policy, neg(g, free))));

/** k1 = x, k2 = x²/2, k3 = e⁻ˣ + x − 1 for x = log π − log π_ref. Source: algorithms page, KL estimators. */
function klTerm(g: Graph, x: Value, estimator: Objective['klEstimator']): Value {
  if (estimator === 'k1') return x;
  if (estimator === 'k2') return scale(g, mul(g, x, x), 0.5);
  return sub(g, add(g, exp(g, neg(g, x)), x), scalarOf(g, 1));
}

/** ½ · max( (V − R)², (Vold + clip(V − Vold, ±c) − R)² ). */
function valueTerm(g: Graph, value: Value, oldValue: Value, target: Value, c: number | null): Value {
  const squared = (x: Value): Value => {
    const error = sub(g, x, target);
    return mul(g, error, error);
  };
  if (c === null) return scale(g, squared(value), 0.5);
  const held = add(g, oldValue, clip(g, sub(g, value, oldValue), -c, c));
  return scale(g, min(g, neg(g, squared(value)), neg(g, squared(held))), -0.5);
}

const masked = (g: Graph, mask: Value, x: Value): Value => total(g, mul(g, mask, x));
