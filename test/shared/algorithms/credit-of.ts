/** All passes of credit, for groups as a whole batch. For the last one every message has two tokens and all but the
 *  last a response of one, the KL of all tokens is 0, and so are value estimates. */
import { hasCritic, type Algorithm, type Credit } from '../../../shared/algorithms/algorithm.ts';
import type { Parameters, Values } from '../../../shared/config/parameter.ts';
import type { RewardedRollout } from '../../../shared/credit/token-credit.ts';
import type { Turn } from '../../../shared/record/rollout.ts';
import type { WorkingRollout } from '../../../shared/rollout/working-rollout.ts';
import type { ScoredRollout } from '../../../shared/data/scores.ts';
import { mean } from '../../../shared/util/math.ts';

/** The credit of one group that is the whole batch. */
export const creditOf = <P extends Parameters>(
  algorithm: Algorithm<P>,
  group: readonly ScoredRollout[],
  values: Values<P>,
): Credit[] => creditOfBatch(algorithm, [group], values);

/** The credit of all rollouts, group after group. */
export function creditOfBatch<P extends Parameters>(
  algorithm: Algorithm<P>,
  groups: readonly (readonly ScoredRollout[])[],
  values: Values<P>,
): Credit[] {
  const credits = groups.flatMap((group) => algorithm.credit(group, values));
  const compared = algorithm.batchCredit?.(groups.flat(), credits, values) ?? credits;
  const groupOf = groups.flatMap((group, g) => group.map(() => g));
  const rollouts = compared.map(({ reward }, i) => ({
    ...rewarded(reward, hasCritic(algorithm, values)),
    group: groupOf[i],
  }));
  const tokens = algorithm.tokenCredit?.(rollouts, values);
  if (!tokens) return compared;
  return compared.map((credit, i) => ({
    ...credit,
    advantage: Float64Array.from(rollouts[i].rollout.turns, ({ message: { start, end } }) =>
      mean(tokens[i].advantage.subarray(start, end)),
    ),
  }));
}

/** A rollout of one prompt token whose messages have two tokens, or so many. */
export function rewarded(reward: ArrayLike<number>, critic = false, lengths?: readonly number[]): RewardedRollout {
  let end = 1;
  const turns = Array.from(reward, (_, t) => {
    const message = { start: end, end: (end += lengths?.[t] ?? 2) };
    const response = t < reward.length - 1 ? { start: end, end: ++end } : null;
    return { message, response } as Turn;
  });
  const mask = new Uint8Array(end);
  for (const { message } of turns) mask.fill(1, message.start, message.end);
  const nothing = new Float32Array(end);
  const rollout: RewardedRollout['rollout'] = {
    ...{ id: 'r', promptLength: 1, turns, mask },
    ...({ logProb: nothing, refLogProb: nothing } satisfies Partial<WorkingRollout>),
  };
  return { rollout, group: 0, reward, value: critic ? nothing : null };
}
