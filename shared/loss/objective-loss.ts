/** All terms of an objective together: of one token in float64, and as the graph that is checked against it. */
import { add, exp, mul, neg, scalarOf, scale, sub, total } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { kl, klGraph } from './kl.ts';
import { logRatioGraph } from './log-ratio.ts';
import type { LossGraph } from './loss-graph.ts';
import type { Objective } from './objective.ts';
import { policyLoss, policyLossGraph, ratio, segmentMean } from './policy-loss.ts';
import { valueLossGraph } from './value-loss.ts';

/** What one masked token adds to the objective before its weight. */
export interface TokenLossInput {
  readonly logProb: number;
  readonly oldLogProb: number;
  /** Null without a KL to the reference policy. */
  readonly refLogProb: number | null;
  /** Entropy of the policy's distribution there, nats. */
  readonly entropy: number;
  readonly advantage: number;
  /** Factor of its clip range; 1 if absent. */
  readonly clipScale?: number;
}

/** policy + klCoefficient · kl − entropyCoefficient · entropy. Throws TypeError if a KL is asked for without
 *  `refLogProb`. */
export function tokenLoss(token: TokenLossInput, objective: Objective): number {
  const policy = policyLoss(ratio(token.logProb, token.oldLogProb), token.advantage, objective, token.clipScale);
  const entropy = objective.entropyCoefficient * token.entropy;
  if (objective.klCoefficient === 0) return policy - entropy;
  if (token.refLogProb === null)
    throw new TypeError('tokenLoss: expected refLogProb for a KL to the reference policy, got null');
  const klRef = kl[objective.klEstimator](token.logProb, token.refLogProb);
  return policy + objective.klCoefficient * klRef - entropy;
}

/** loss = Σ weight · ( `tokenLoss` + critic.coefficient · value loss ), with the inputs `weight`, `advantage`,
 *  `oldLogProb` and `mask`, each [S, 1]; `refLogProb` for a KL to the reference policy; those of `segmentMean` if
 *  `ratioOver`; those of `policyLossGraph` if `clipScaled`; `oldValue` and `valueTarget` with a critic.
 *  Sums over mask: clipped, klOldK1, klOldK3, entropy, and where they count klRefK3 and valueLoss. */
export function objectiveGraph(objective: Objective): LossGraph<'logProb' | 'entropy' | 'value'> {
  return (g, { logProb, entropy, value }, { selected, segments }) => {
    const input = (name: string) => g.input(name, [selected, 1]);
    const weight = input('weight');
    const advantage = input('advantage');
    const oldLogProb = input('oldLogProb');
    const mask = input('mask');
    const difference = logRatioGraph(g, logProb, oldLogProb);
    const tokenRatio = exp(g, difference);
    const shared = objective.ratioOver ? exp(g, segmentMean(g, difference, selected, segments!)) : tokenRatio;
    const policy = policyLossGraph(g, shared, advantage, objective);
    const terms = [policy.loss];
    const sums: Record<string, Value> = {
      clipped: masked(g, mask, policy.clipped),
      klOldK1: masked(g, mask, neg(g, difference)),
      klOldK3: masked(g, mask, sub(g, sub(g, tokenRatio, scalarOf(g, 1)), difference)),
      entropy: masked(g, mask, entropy),
    };
    if (objective.klCoefficient !== 0) {
      const toReference = logRatioGraph(g, logProb, input('refLogProb'));
      terms.push(scale(g, klGraph(g, toReference, objective.klEstimator), objective.klCoefficient));
      sums['klRefK3'] = masked(g, mask, klGraph(g, toReference, 'k3'));
    }
    if (objective.entropyCoefficient !== 0) terms.push(scale(g, entropy, -objective.entropyCoefficient));
    if (objective.critic) {
      const loss = valueLossGraph(g, value!, input('oldValue'), input('valueTarget'), objective.critic.clip);
      terms.push(scale(g, loss, objective.critic.coefficient));
      sums['valueLoss'] = masked(g, mask, loss);
    }
    const all = terms.reduce((x, y) => add(g, x, y));
    return { loss: total(g, mul(g, weight, all)), sums };
  };
}

const masked = (g: Graph, mask: Value, x: Value): Value => total(g, mul(g, mask, x));
