/** The critic's loss of one token in float64: the reference that the training graph is checked against. */
import { clamp } from '../util/math.ts';

/** ½ · max( (V − R)², (Vold + clip(V − Vold, ±clip) − R)² ); without a clip ½ · (V − R)².
 *  A value that has moved further than `clip` towards its target learns no more from this batch.
 *  Source: verl-project/verl verl/trainer/ppo/core_algos.py compute_value_loss at 1dda039. */
export function valueLoss(value: number, oldValue: number, target: number, clip: number | null): number {
  const free = (value - target) ** 2;
  if (clip === null) return free / 2;
  return Math.max(free, (oldValue + clamp(value - oldValue, -clip, clip) - target) ** 2) / 2;
}
