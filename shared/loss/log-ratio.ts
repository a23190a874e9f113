/** The largest log-ratio that is exponentiated: exp overflows float32 at 88.7. Source: verl core_algos.py, which clamps
 *  at ±20 too. */
import { clip, sub } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { clamp } from '../util/math.ts';

const most = 20;

/** logProb − otherLogProb, held in ±20, nats. */
export const logRatio = (logProb: number, otherLogProb: number): number => clamp(logProb - otherLogProb, -most, most);

/** The same as graph code, [S, 1]. */
export const logRatioGraph = (g: Graph, logProb: Value, otherLogProb: Value): Value =>
  clip(g, sub(g, logProb, otherLogProb), -most, most);
