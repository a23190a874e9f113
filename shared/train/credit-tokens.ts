/** The last pass of credit: single tokens, where a critic foresees the return at each. */
import { hasCritic } from '../algorithms/algorithm.ts';
import { environmentFailed } from '../rollout/rollout.ts';
import { mean } from '../util/math.ts';
import type { StoredRollout } from './stored-rollout.ts';
import type { Trainer } from './trainer.ts';

type Groups = readonly (readonly StoredRollout[])[];

/** The groups with the algorithm's `tokenCredit`, and the mean of it over each turn's tokens as the turn's advantage; unchanged where the
 *  algorithm has no critic. Rollouts that the environment failed take no part. */
export async function creditTokens(groups: Groups, { algorithm, config, learner }: Trainer): Promise<Groups> {
  const fair = groups.flat().filter(({ rollout }) => !environmentFailed(rollout));
  if (!algorithm.tokenCredit || !hasCritic(algorithm, config.algorithm) || fair.length === 0) return groups;
  const values = await learner.values(fair.map(({ rollout }) => rollout));
  const batch = fair.map(({ rollout: { turns, mask }, reward }, i) => ({
    ...{ reward, mask, value: values[i] },
    messages: turns.map(({ message }) => message),
  }));
  const credits = algorithm.tokenCredit(batch, config.algorithm);
  const credited = new Map(
    fair.map((stored, i) => {
      const perTurn = batch[i].messages.map(({ start, end }) => mean(credits[i].advantage.subarray(start, end)));
      return [stored, { ...stored, advantage: Float64Array.from(perTurn), tokenCredit: credits[i] }];
    }),
  );
  return groups.map((group) => group.map((stored) => credited.get(stored) ?? stored));
}
