import { mean } from '../util/math.ts';

/** How far scores fall short of a target, excess not counted:  γ − mean(min(x, γ)). Source: arXiv:2108.13264v4 section 4.3. */
export const optimalityGap = (values: readonly number[], target = 1): number =>
  target - mean(values.map((value) => Math.min(value, target)));
