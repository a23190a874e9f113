/** Smoothing for the eye, computed once per series and weight. */
import { debiasedEma } from '../../../shared/statistics/ema.ts';

const cached = new WeakMap<Float64Array, { readonly weight: number; readonly y: Float64Array }>();

/** Debiased EMA of y; weight in [0, 1), 0 is y itself. Returns the same array for the same input, so that nothing is
 *  redrawn. */
export function smoothed(y: Float64Array, weight: number): Float64Array {
  if (weight === 0) return y;
  const found = cached.get(y);
  if (found?.weight === weight) return found.y;
  const made = debiasedEma(y, weight);
  cached.set(y, { weight, y: made });
  return made;
}
