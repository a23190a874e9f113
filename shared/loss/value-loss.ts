/** The critic's loss of one token: in float64, and as the graph that is checked against it. */
import { add, clip, min, mul, neg, scale, sub } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { clamp } from '../util/math.ts';

/** ½ · max( (V − R)², (Vold + clip(V − Vold, ±clip) − R)² ); without a clip ½ · (V − R)².
 *  A value that has moved further than `clip` towards its target learns no more from this batch.
 *  Source: verl-project/verl verl/trainer/ppo/core_algos.py compute_value_loss at 1dda039. */
export function valueLoss(value: number, oldValue: number, target: number, clip: number | null): number {
  const free = (value - target) ** 2;
  if (clip === null) return free / 2;
  return Math.max(free, (oldValue + clamp(value - oldValue, -clip, clip) - target) ** 2) / 2;
}

/** The same as graph code, [S, 1]. */
export function valueLossGraph(g: Graph, value: Value, oldValue: Value, target: Value, range: number | null): Value {
  const squared = (x: Value): Value => {
    const error = sub(g, x, target);
    return mul(g, error, error);
  };
  if (range === null) return scale(g, squared(value), 0.5);
  const held = add(g, oldValue, clip(g, sub(g, value, oldValue), -range, range));
  return scale(g, min(g, neg(g, squared(value)), neg(g, squared(held))), -0.5);
}
