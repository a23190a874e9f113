/** The last pass of credit: single tokens, where they differ within a turn. */
import { hasCritic } from '../algorithms/algorithm.ts';
import { environmentFailed } from '../rollout/rollout.ts';
import { mean } from '../util/math.ts';
import type { Creditor } from './credit-group.ts';
import type { StoredRollout } from './stored-rollout.ts';
import type { Trainer } from './trainer.ts';

type Groups = readonly (readonly StoredRollout[])[];

/** The groups with the algorithm's `tokenCredit`, and the mean of it over each turn's tokens as the turn's advantage; unchanged where it
 *  credits turns as a whole. Rollouts that the environment failed take no part. */
export async function creditTokens(groups: Groups, trainer: Trainer): Promise<Groups> {
  const fair = fairRollouts(groups);
  const asksCritic = hasCritic(trainer.algorithm, trainer.config.algorithm) && fair.length > 0;
  return withTokenCredit(
    groups,
    trainer,
    asksCritic ? await trainer.learner.values(fair.map(({ rollout }) => rollout)) : null,
  );
}

/** The same from what a critic foresaw, [T] for each rollout that the environment did not fail, in their order; null without a critic. */
export function withTokenCredit(
  groups: Groups,
  { algorithm, config }: Creditor,
  values: readonly Float32Array[] | null,
): Groups {
  const fair = fairRollouts(groups);
  if (fair.length === 0) return groups;
  const groupOf = new Map(groups.flatMap((group, g) => group.map((stored) => [stored, g] as const)));
  const batch = fair.map((stored, i) => ({
    ...{ rollout: stored.rollout, reward: stored.reward, group: groupOf.get(stored)! },
    value: values && values[i],
  }));
  const credits = algorithm.tokenCredit?.(batch, config.algorithm);
  if (!credits) return groups;
  const credited = new Map(
    fair.map((stored, i) => {
      const perTurn = stored.rollout.turns.map(({ message: { start, end } }) =>
        mean(credits[i].advantage.subarray(start, end)),
      );
      const own = { ...stored, advantage: Float64Array.from(perTurn), tokenCredit: credits[i] };
      return [stored, values ? { ...own, value: values[i] } : own];
    }),
  );
  return groups.map((group) => group.map((stored) => credited.get(stored) ?? stored));
}

const fairRollouts = (groups: Groups): StoredRollout[] =>
  groups.flat().filter(({ rollout }) => !environmentFailed(rollout));
