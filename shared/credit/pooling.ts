/** Which numbers share a pool when information gains and outcomes are normalised. */
import { zScorePerTurn, zScoreRows, type StdConvention, type TurnRows } from './normalise.ts';

/** Both parts of the reward, [K] per rollout, 0 where a turn has none. */
export interface NormalisedRewards {
  readonly gain: readonly Float64Array[];
  readonly outcome: readonly Float64Array[];
}

type Pooling = (gains: TurnRows, outcomes: TurnRows, std: StdConvention) => NormalisedRewards;

const orZero = (rows: TurnRows): TurnRows => rows.map((row) => row.map((x) => x ?? 0));

/** Two pools, one of gains and one of outcomes. Source: arXiv:2510.14967v2 Eq. 5. */
const separate: Pooling = (gains, outcomes, std) => ({
  gain: zScoreRows(gains, std),
  outcome: zScoreRows(outcomes, std),
});

/** One pool of both, whatever their units. Source: arXiv:2510.14967v1. */
const joint: Pooling = (gains, outcomes, std) => {
  const both = zScoreRows(
    gains.map((row, i) => row.map((gain, t) => gain ?? outcomes[i][t])),
    std,
  );
  const part = (rows: TurnRows) => both.map((z, i) => z.map((x, t) => (rows[i][t] === null ? 0 : x)));
  return { gain: part(gains), outcome: part(outcomes) };
};

/** Two pools with a 0 for every turn that has no gain or no outcome, so that the outcome's mean is charged to every turn.
 *  Source: fw-ai/cookbook training/utils/rl/igpo.py. */
const pooledZeros: Pooling = (gains, outcomes, std) => separate(orZero(gains), orZero(outcomes), std);

/** A pool of gains per turn index, and one of outcomes. Source: A²TGPO, arXiv:2605.06200 (normalisation only). */
const turnGroup: Pooling = (gains, outcomes, std) => ({
  gain: zScorePerTurn(gains, std),
  outcome: zScoreRows(outcomes, std),
});

/** By name. gains, outcomes: [K] per rollout of one group, null where a turn has none; no turn has both. */
export const poolings = { separate, joint, pooledZeros, turnGroup } as const satisfies Record<string, Pooling>;
export type NormMode = keyof typeof poolings;
export const normModes = Object.keys(poolings) as NormMode[];
