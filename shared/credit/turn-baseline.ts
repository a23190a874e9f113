/** What stands in for a critic where there is none: the other rollouts of the group at the same turn. */
import { zScorePerTurn, type StdConvention } from './normalise.ts';
import { returns } from './returns.ts';

/** Advantage of each turn:  z(R[t]) among the rollouts that have a turn t,  R[t] = Σ_{j ≥ t} γ^(j−t) · r[j].
 *  rewards: [K] per rollout of one group → [K] per rollout; 0 where no other rollout has that turn. */
export const returnsAgainstTurn = (
  rewards: readonly ArrayLike<number>[],
  gamma: number,
  std: StdConvention,
): Float64Array[] =>
  zScorePerTurn(
    rewards.map((reward) => [...returns(reward, gamma)]),
    std,
  );
