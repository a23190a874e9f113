/** Which numbers share a pool when information gains and outcomes are normalised. */
import { allEqual, mean } from '../util/math.ts';
import { divisors, zScorePerTurn, zScoreRows, type StdConvention, type TurnRows } from './normalise.ts';

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

/** Two pools with a 0 for every turn that has no gain or no outcome: every turn is charged the outcome's mean.
 *  Source: fw-ai/cookbook training/utils/rl/igpo.py. */
const pooledZeros: Pooling = (gains, outcomes, std) => separate(orZero(gains), orZero(outcomes), std);

/** A pool of gains per turn index, and one of outcomes. Source: A²TGPO, arXiv:2605.06200 (normalisation only). */
const turnGroup: Pooling = (gains, outcomes, std) => ({
  gain: zScorePerTurn(gains, std),
  outcome: zScoreRows(outcomes, std),
});

/** Two pools, but gains keep their mean: a turn that raises the belief is rewarded even if others raise it more.
 *  Source: inclusionAI/DR-Venus RL/verl/trainer/ppo/info_gain_advantage.py at 6dfa2c2, raw_ig. */
const rawGain: Pooling = (gains, outcomes, std) => {
  const pool = gains.flat().filter((x) => x !== null);
  const divisor = pool.length < 2 || allEqual(pool) ? Infinity : divisors[std](pool);
  return {
    gain: gains.map((row) => Float64Array.from(row, (x) => (x ?? 0) / divisor)),
    outcome: zScoreRows(outcomes, std),
  };
};

/** No pools: rewards stay as they are; the baseline is the mean at a token's position (`positional.ts`).
 *  Source: GuoqingWang1/IGPO verl/trainer/ppo/core_algos.py at bff163b. */
const positional: Pooling = (gains, outcomes) => {
  const asTheyAre = (rows: TurnRows) => rows.map((row) => Float64Array.from(row, (x) => x ?? 0));
  return { gain: asTheyAre(gains), outcome: asTheyAre(outcomes) };
};

/** The factor that makes gains as large as outcomes over all rollouts of a step:  min(max(mean |z_o|, 0.3) / (mean
 *  |z_g| + 1e-6), 10), and 1 without gains. Source: inclusionAI/DR-Venus RL/verl/trainer/ppo/info_gain_advantage.py at
 *  6dfa2c2, scaled_separate. */
export function outcomeScale(gains: readonly number[], outcomes: readonly number[]): number {
  if (gains.length === 0) return 1;
  const size = (values: readonly number[]) => mean(values.map(Math.abs));
  return Math.min(Math.max(size(outcomes), 0.3) / (size(gains) + 1e-6), 10);
}

/** By name. gains, outcomes: [K] per rollout of one group, null where a turn has none; no turn has both. */
export const poolings = {
  separate,
  joint,
  pooledZeros,
  turnGroup,
  scaledSeparate: separate,
  rawGain,
  positional,
} as const satisfies Record<string, Pooling>;
export type NormMode = keyof typeof poolings;
export const normModes = Object.keys(poolings) as NormMode[];
