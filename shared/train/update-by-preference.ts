/** One update on pairs of actions (DPO). The gradient of a pair equals a policy gradient at ratio 1 in which the chosen
 *  action has the advantage β · σ(−β · margin) and the rejected one its negative, so the learner needs no further
 *  loss. */
import { logRatioMargin, tokenAdvantages } from '../credit/preference.ts';
import type { SpanOf } from '../credit/preference.ts';
import { kl } from '../loss/kl.ts';
import type { Objective } from '../loss/objective.ts';
import { preferenceLoss, preferenceWeight } from '../loss/preference-loss.ts';
import type { UpdateResult } from '../model/learner.ts';
import { actionSpans } from '../record/rollout.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';
import { sum } from '../util/math.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import type { Trainer } from './trainer.ts';

export interface StepUpdate extends UpdateResult {
  /** The margin of each pair before the update, nats. Optional: absent unless the objective is a preference. */
  readonly preference?: readonly number[];
}

/** An update that minimises the mean over all pairs of the groups of −log σ(β · margin); `loss` is that before the
 *  update, 0 without a pair.
 *  groups: without rollouts that the environment failed. Costs two passes more than another update: under the policy
 *  and the reference policy. */
export async function updateByPreference(
  groups: readonly (readonly CreditedRollout[])[],
  objective: Objective,
  beta: number,
  learningRate: number,
  { algorithm, config, learner }: Trainer,
): Promise<StepUpdate> {
  const all = groups.flat().map(({ rollout }) => rollout);
  const [now, reference] = [await learner.logProbs(all, 'current'), await learner.logProbs(all, 'reference')];
  const difference = now.map((logProb, i) => logProb.map((value, t) => value - reference[i][t]));

  let first = 0;
  const compared = groups.map((group) => {
    const scores = group.map((stored) => stored.scores);
    const own = difference.slice(first, (first += group.length));
    const spanOf: SpanOf = (i, { turn, part }) =>
      actionSpans(group[i].rollout.turns[turn], turn)[part === 'rest' ? 1 : 0];
    const pairs = algorithm.pairs!(scores, config.algorithm);
    const margins = pairs.map((pair) => logRatioMargin(pair, spanOf, own));
    const weights = margins.map((margin) => preferenceWeight(margin, beta));
    const lengths = group.map(({ rollout }) => rollout.tokens.length);
    return { margins, advantages: tokenAdvantages(lengths, pairs, weights, spanOf) };
  });
  const margins = compared.flatMap((one) => one.margins);
  const advantages = compared.flatMap((one) => one.advantages);
  const rows = all.map(({ tokens, mask }, i) => ({
    tokens,
    weight: Float32Array.from(mask, (one) => one / Math.max(1, margins.length)),
    advantage: advantages[i],
    oldLogProb: now[i],
    refLogProb: null,
  }));
  const result = await learner.update(rows, objective, learningRate);
  return {
    ...result,
    loss: margins.length === 0 ? 0 : sum(margins.map((margin) => preferenceLoss(margin, beta))) / margins.length,
    klOldK1: overWritten(all, (i, t) => kl.k1(all[i].logProb[t], now[i][t])),
    klOldK3: overWritten(all, (i, t) => kl.k3(all[i].logProb[t], now[i][t])),
    klRefK3: overWritten(all, (i, t) => kl.k3(now[i][t], reference[i][t])),
    preference: margins,
  };
}

/** Mean over the tokens that the policy wrote. */
function overWritten(rollouts: readonly WorkingRollout[], value: (i: number, t: number) => number): number {
  let [total, count] = [0, 0];
  rollouts.forEach(({ mask }, i) =>
    mask.forEach((one, t) => {
      if (one === 0) return;
      total += value(i, t);
      count++;
    }),
  );
  return total / count;
}
