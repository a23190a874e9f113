/** The last pass of credit: single tokens, where they differ within a turn. */
import type { CriticObjective } from '../loss/objective.ts';
import { environmentFailed } from '../record/rollout.ts';
import { mean } from '../util/math.ts';
import type { Creditor } from './credit-group.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import type { Trainer } from './trainer.ts';

type Groups = readonly (readonly CreditedRollout[])[];

/** The groups with the algorithm's `tokenCredit`; a turn's advantage is then the mean over its tokens. Unchanged if the
 *  algorithm credits whole turns. Rollouts that the environment failed are skipped. */
export async function creditTokens(groups: Groups, trainer: Trainer): Promise<Groups> {
  const { critic } = trainer.algorithm.objective(trainer.config.algorithm);
  return withTokenCredit(groups, trainer, critic ? await valueEstimates(groups, critic, trainer) : null);
}

/** [T] for each fair rollout: recorded while it was sampled, or from a pass of its own if the environment's tokens
 *  count too.
 *  Throws TypeError where a rollout was sampled without a critic. */
async function valueEstimates(
  groups: Groups,
  { everyToken }: CriticObjective,
  { learner }: Trainer,
): Promise<Float32Array[]> {
  const fair = fairRollouts(groups).map(({ rollout }) => rollout);
  if (everyToken)
    return learner.values(
      fair.map(({ tokens, promptLength }) => ({ tokens, mask: tokens.map((_, t) => Number(t >= promptLength)) })),
    );
  return fair.map(({ id, value }) => {
    if (!value)
      throw new TypeError(
        `rollout ${id}: expected the critic’s value estimates, got none — sample with the policy that has one`,
      );
    return value;
  });
}

/** The same from given value estimates, [T] for each rollout that the environment did not fail, in their order; null
 *  without a critic. */
export function withTokenCredit(
  groups: Groups,
  { algorithm, config }: Creditor,
  values: readonly Float32Array[] | null,
): Groups {
  const fair = fairRollouts(groups);
  if (fair.length === 0) return groups;
  const groupOf = new Map(groups.flatMap((group, g) => group.map((stored) => [stored, g] as const)));
  const batch = fair.map((stored, i) => ({
    ...{ rollout: stored.rollout, reward: stored.credit.reward, group: groupOf.get(stored)! },
    value: values && values[i],
  }));
  const credits = algorithm.tokenCredit?.(batch, config.algorithm);
  if (!credits) return groups;
  const credited = new Map(
    fair.map((stored, i) => {
      const perTurn = stored.rollout.turns.map(({ message: { start, end } }) =>
        mean(credits[i].advantage.subarray(start, end)),
      );
      const credit = { ...stored.credit, advantage: Float64Array.from(perTurn) };
      const own = { ...stored, credit, tokenCredit: credits[i] };
      return [stored, values ? { ...own, value: values[i] } : own];
    }),
  );
  return groups.map((group) => group.map((stored) => credited.get(stored) ?? stored));
}

const fairRollouts = (groups: Groups): CreditedRollout[] =>
  groups.flat().filter(({ rollout }) => !environmentFailed(rollout));
