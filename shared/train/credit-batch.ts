/** The second pass of credit: comparisons over all groups of a step. */
import { environmentFailed } from '../record/rollout.ts';
import type { Creditor } from './credit-group.ts';
import type { CreditedRollout } from './credited-rollout.ts';

type Groups = readonly (readonly CreditedRollout[])[];

/** The groups with the algorithm's `batchCredit`, unchanged if it has none. Rollouts that the environment failed are
 *  skipped.
 *  Throws RangeError where the credit does not fit the rollouts. */
export function creditBatch(groups: Groups, { algorithm, config }: Creditor): Groups {
  const fair = groups.flat().filter(({ rollout }) => !environmentFailed(rollout));
  if (!algorithm.batchCredit || fair.length === 0) return groups;
  const credits = algorithm.batchCredit(
    fair.map(({ scores }) => scores),
    fair.map(({ credit }) => credit),
    config.algorithm,
  );
  if (credits.length !== fair.length)
    throw new RangeError(
      `algorithm ${algorithm.name}: expected credit for the ${fair.length} rollouts of the batch, got ${credits.length}`,
    );
  const creditOf = new Map(fair.map((rollout, i) => [rollout, credits[i]]));
  return groups.map((group) =>
    group.map((rollout) => ({ ...rollout, credit: creditOf.get(rollout) ?? rollout.credit })),
  );
}
