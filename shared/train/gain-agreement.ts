/** Whether information gain says what the outcome will say: where it does not, normalising it makes noise as large as
 *  the outcome. */
import { resolvedHops } from '../rollout/hops.ts';
import { mean, sum } from '../util/math.ts';
import { correlation, ranks } from '../util/rank.ts';
import type { CreditedRollout } from './credited-rollout.ts';

type Group = readonly CreditedRollout[];

/** Summed gain of a rollout's turns, nats; 0 without a turn that has one. */
const summedGain = ({ scores }: CreditedRollout): number =>
  sum((scores.turnScores.informationGain ?? []).map((gain) => gain ?? 0));

/** Three metrics, each absent where it is not defined:
 *  `gain/agreement`: mean over groups of Spearman's ρ between a rollout's summed gain and its outcome;
 *  `gain/agreement_chain`: the same with whether the whole chain was found;
 *  `gain/hop_share`: η² = Σ_c n_c (ḡ_c − ḡ)² / Σ (g − ḡ)² over the turns' gains g, in classes c: the hop that the turn
 *  resolved, or none.
 *  Groups in which one of the two does not vary have no ρ and do not count. outcome: name of the outcome scorer. */
export function gainAgreement(groups: readonly Group[], outcome: string): Readonly<Record<string, number>> {
  const agreement = meanAgreement(groups, ({ scores }) => scores.outcomeScores[outcome]);
  const chain = meanAgreement(groups, ({ scores }) => scores.outcomeScores.chainReached);
  const share = explainedShare(turnGains(groups.flat()));
  return {
    ...(agreement !== null && { 'gain/agreement': agreement }),
    ...(chain !== null && { 'gain/agreement_chain': chain }),
    ...(share !== null && { 'gain/hop_share': share }),
  };
}

function meanAgreement(
  groups: readonly Group[],
  outcomeOf: (one: CreditedRollout) => number | undefined,
): number | null {
  const all = groups.flatMap((group) => {
    const known = group.filter((one) => outcomeOf(one) !== undefined);
    return correlation(ranks(known.map(summedGain)), ranks(known.map((one) => outcomeOf(one)!))) ?? [];
  });
  return all.length === 0 ? null : mean(all);
}

/** The gains of all turns by class: the hop that the turn resolved, −1 for none. Empty where the data knows no hops. */
function turnGains(rollouts: Group): Map<number, number[]> {
  const classes = new Map<number, number[]>();
  for (const { rollout, question, scores } of rollouts) {
    const hops = resolvedHops(rollout, question);
    const gains = scores.turnScores.informationGain ?? [];
    gains.forEach((gain, t) => {
      if (gain === null || hops === null) return;
      const key = hops[t] ?? -1;
      classes.set(key, [...(classes.get(key) ?? []), gain]);
    });
  }
  return classes;
}

/** η² of values in classes, in [0, 1]; null for fewer than two classes, or values that do not vary. */
export function explainedShare(classes: ReadonlyMap<number, readonly number[]>): number | null {
  const all = [...classes.values()].flat();
  const centre = mean(all);
  const total = sum(all.map((value) => (value - centre) ** 2));
  if (classes.size < 2 || !(total > 0)) return null;
  return sum([...classes.values()].map((own) => own.length * (mean(own) - centre) ** 2)) / total;
}
