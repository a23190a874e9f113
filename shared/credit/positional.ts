/** The advantage of IGPO's first published code: a token is compared with the tokens at its position in the group's
 *  other rollouts. */
import { centred } from './normalise.ts';
import type { RewardedRollout, TokenCredit } from './token-credit.ts';

/** Return of each token minus the group's mean return at the same position:  G[t] = r[t] + mask[t] · G[t+1], A[i][t] =
 *  mask[i][t] · (G[i][t] − mean_i G[i][t]).
 *  rewards, mask: [T] per rollout, 0 past a rollout's end; discount fixed at 1; the mean counts padding as 0. Positions
 *  of different rollouts are not aligned turns, so the baseline is noisy. Exactly 0 where all returns are equal. Throws
 *  RangeError where lengths differ.
 *  Source: GuoqingWang1/IGPO verl/trainer/ppo/core_algos.py at bff163b. */
export function positionalAdvantage(
  rewards: readonly ArrayLike<number>[],
  mask: readonly ArrayLike<number>[],
): Float64Array[] {
  const length = rewards[0]?.length ?? 0;
  for (const row of [...rewards, ...mask])
    if (row.length !== length)
      throw new RangeError(`positionalAdvantage: expected rows of ${length} tokens, got ${row.length}`);
  const returns = rewards.map((row, i) => {
    const sums = new Float64Array(length);
    for (let t = length - 1; t >= 0; t--) sums[t] = row[t] + mask[i][t] * (sums[t + 1] ?? 0);
    return sums;
  });
  const advantages = rewards.map(() => new Float64Array(length));
  for (let t = 0; t < length; t++)
    centred(returns.map((row) => row[t])).forEach((a, i) => (advantages[i][t] = mask[i][t] * a));
  return advantages;
}

/** The same within each group of the batch, from the rewards of turns: each is paid at the last token of the turn's
 *  response. 0 where the policy did not write the token. */
export function positionalCredit(batch: readonly RewardedRollout[]): TokenCredit[] {
  const advantageOf = new Map<RewardedRollout, Float64Array>();
  for (const group of Map.groupBy(batch, (one) => one.group).values()) {
    const length = Math.max(...group.map(({ rollout }) => rollout.mask.length));
    const advantages = positionalAdvantage(
      group.map((one) => paidAtTurnEnds(one, length)),
      group.map(({ rollout: { promptLength, mask } }) =>
        Uint8Array.from({ length }, (_, t) => Number(t >= promptLength && t < mask.length)),
      ),
    );
    group.forEach((one, i) => advantageOf.set(one, advantages[i]));
  }
  return batch.map((one) => ({
    advantage: Float32Array.from(one.rollout.mask, (m, t) => m * advantageOf.get(one)![t]),
  }));
}

function paidAtTurnEnds({ rollout: { turns }, reward }: RewardedRollout, length: number): Float64Array {
  const perToken = new Float64Array(length);
  turns.forEach(({ message, response }, t) => (perToken[(response ?? message).end - 1] += reward[t]));
  return perToken;
}
