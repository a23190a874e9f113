import { mean } from '../util/math.ts';

/** Share of scores above each threshold, F(τ) = mean [x > τ]. Source: arXiv:2108.13264v4 section 4.2 (score distribution). */
export const performanceProfile = (values: readonly number[], thresholds: readonly number[]): number[] =>
  thresholds.map((threshold) => mean(values.map((value) => (value > threshold ? 1 : 0))));
