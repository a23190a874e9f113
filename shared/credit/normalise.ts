/** z-scores in the conventions that published code uses. They differ by up to √(n/(n−1)), so the convention is part of a result. */
import { allEqual, mean, variance } from '../util/math.ts';

export const stdConventions = ['population', 'sample', 'sampleTrl'] as const;
/** `population`: √(σ² + 1e-8) + 1e-6, IGPO's code. `sample`: n − 1 and + 1e-6, verl's GRPO. `sampleTrl`: n − 1 and + 1e-4, TRL. */
export type StdConvention = (typeof stdConventions)[number];

const divisors: Record<StdConvention, (values: ArrayLike<number>) => number> = {
  population: (values) => Math.sqrt(variance(values, 0) + 1e-8) + 1e-6,
  sample: (values) => Math.sqrt(variance(values, 1)) + 1e-6,
  sampleTrl: (values) => Math.sqrt(variance(values, 1)) + 1e-4,
};

/** Distance from the mean in standard deviations:  z[i] = (x[i] − mean) / divisor(x).
 *  Exactly 0 for equal values (their rounded mean may differ from them) and for fewer than two values.
 *  Source: GuoqingWang1/IGPO and verl, core_algos.py; TRL. */
export function zScore(values: ArrayLike<number>, std: StdConvention): Float64Array {
  if (values.length < 2 || allEqual(values)) return new Float64Array(values.length);
  const divisor = divisors[std](values);
  return centred(values).map((x) => x / divisor);
}

/** Distance from the mean; exactly 0 for equal values. */
export function centred(values: ArrayLike<number>): Float64Array {
  if (allEqual(values)) return new Float64Array(values.length);
  const centre = mean(values);
  return Float64Array.from(values, (x) => x - centre);
}

/** One number per turn of each rollout, ragged; null where a turn is not in the pool. */
export type TurnRows = readonly (readonly (number | null)[])[];

/** z-scores with all numbers of all rows as one pool. Keeps the shape; 0 where null. */
export function zScoreRows(rows: TurnRows, std: StdConvention): Float64Array[] {
  const z = zScore(
    rows.flat().filter((x) => x !== null),
    std,
  );
  let next = 0;
  return rows.map((row) => Float64Array.from(row, (x) => (x === null ? 0 : z[next++])));
}
