/** z-scores in the conventions that published code uses. They differ by up to √(n/(n−1)), so the convention is part of
 *  a result. */
import { allEqual, mean, variance } from '../util/math.ts';

export const stdConventions = ['population', 'sample', 'sampleTrl'] as const;
/** `population`: √(σ² + 1e-8) + 1e-6, IGPO's code. `sample`: n − 1 and + 1e-6, verl's GRPO. `sampleTrl`: n − 1 and +
 *  1e-4, TRL. */
export type StdConvention = (typeof stdConventions)[number];

/** What the distances from the mean are divided by. */
export const divisors: Record<StdConvention, (values: ArrayLike<number>) => number> = {
  population: (values) => Math.sqrt(variance(values, 0) + 1e-8) + 1e-6,
  sample: (values) => Math.sqrt(variance(values, 1)) + 1e-6,
  sampleTrl: (values) => Math.sqrt(variance(values, 1)) + 1e-4,
};

/** Distance from the mean in standard deviations:  z[i] = (x[i] − mean) / divisor(x).
 *  Exactly 0 for equal values (their rounded mean may differ from them) and for fewer than two values.
 *  Source: GuoqingWang1/IGPO and verl, core_algos.py; TRL. */
export function zScore(values: ArrayLike<number>, std: StdConvention): Float64Array {
  if (values.length < 2) return new Float64Array(values.length);
  const divisor = divisors[std](values);
  return centred(values).map((x) => x / divisor);
}

/** Distance from the mean; exactly 0 for equal values. */
export function centred(values: ArrayLike<number>): Float64Array {
  if (allEqual(values)) return new Float64Array(values.length);
  const centre = mean(values);
  return Float64Array.from(values, (x) => x - centre);
}

/** Distance from the mean of the others:  x[i] − Σ_{j ≠ i} x[j] / (n − 1) = n/(n − 1) · (x[i] − mean). Exactly 0 for
 *  equal values and for fewer than two. */
export const leaveOneOut = (values: ArrayLike<number>): Float64Array =>
  centred(values).map((x) => (values.length < 2 ? 0 : (values.length / (values.length - 1)) * x));

/** One number per turn of each rollout; null where a turn is not in the pool. */
export type TurnRows = readonly (readonly (number | null)[])[];

/** The pool of a rollout's turn: any value, equal for turns of one pool. */
export type PoolOf = (rollout: number, turn: number) => unknown;

/** z-scores, each number within its own pool. Keeps the shape; 0 where null, and where a number is alone in its
 *  pool. */
export function zScoreWithin(rows: TurnRows, poolOf: PoolOf, std: StdConvention): Float64Array[] {
  const scored = rows.flatMap((row, i) => row.flatMap((x, t) => (x === null ? [] : [{ i, t, x }])));
  const result = rows.map((row) => new Float64Array(row.length));
  for (const pool of Map.groupBy(scored, ({ i, t }) => poolOf(i, t)).values()) {
    const z = zScore(
      pool.map(({ x }) => x),
      std,
    );
    pool.forEach(({ i, t }, n) => (result[i][t] = z[n]));
  }
  return result;
}

/** z-scores with all numbers of all rows as one pool. */
export const zScoreRows = (rows: TurnRows, std: StdConvention): Float64Array[] => zScoreWithin(rows, () => null, std);

/** z-scores of the numbers at one turn index: turns at different depths are not compared. */
export const zScorePerTurn = (rows: TurnRows, std: StdConvention): Float64Array[] =>
  zScoreWithin(rows, (_, turn) => turn, std);
