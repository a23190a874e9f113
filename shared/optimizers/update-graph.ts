/** One optimizer step as a graph: global-norm clipping, then the optimizer's update of every parameter. */
import type { Parameters, Values } from '../config/parameter.ts';
import { add, div, min, mul, reshape, scalarOf, sqrt, sumOfSquares } from '../graph/build.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Optimizer } from './optimizer.ts';

export interface UpdatedParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly decay: boolean;
}

/** Inputs: `<parameter>`, `sum.<parameter>` (gradient), `<state>.<parameter>`, `scalar.<name>`. Outputs:
 *  `next.<parameter>`, `next.<state>.<parameter>`, `gradNorm` (global L2 before clipping). Gradients are scaled by
 *  min(1, maxGradNorm / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_ does; maxGradNorm 0 turns clipping off. */
export function updateGraph<P extends Parameters>(
  optimizer: Optimizer<P>,
  values: Values<P>,
  parameters: readonly UpdatedParameter[],
  maxGradNorm: number,
): Graph {
  const g = new Graph();
  const inputs = parameters.map(({ name, shape, decay }) => ({
    name,
    decay,
    param: g.input(name, shape),
    gradient: g.input(`sum.${name}`, shape),
    state: Object.fromEntries(optimizer.state.map((key) => [key, g.input(`${key}.${name}`, shape)])),
  }));
  const scalars = Object.fromEntries(
    Object.keys(optimizer.scalars(1, 0, values)).map((key) => [key, g.input(`scalar.${key}`, [])]),
  );
  const gradNorm = sqrt(
    g,
    inputs.map(({ gradient }) => squaredNorm(g, gradient)).reduce((a, b) => add(g, a, b)),
  );
  const factor = min(g, scalarOf(g, 1), div(g, scalarOf(g, maxGradNorm), add(g, gradNorm, scalarOf(g, 1e-6))));
  for (const { name, gradient, ...rest } of inputs) {
    const clipped = maxGradNorm > 0 ? mul(g, gradient, factor) : gradient;
    const { param, state } = optimizer.update(g, { ...rest, gradient: clipped, scalars }, values);
    g.output(`next.${name}`, param);
    for (const [key, value] of Object.entries(state)) g.output(`next.${key}.${name}`, value);
  }
  g.output('gradNorm', gradNorm);
  return g;
}

const squaredNorm = (g: Graph, x: Value): Value =>
  reshape(
    g,
    sumOfSquares(
      g,
      x,
      x.shape.map((_, i) => i),
    ),
    [],
  );
