import { mul, scale } from '../build.ts';
import { reduction } from '../reduction.ts';

// y = Σ x² over axes  →  dx = 2 x ∘ dy
export const reduceSumSquare = reduction(
  'ReduceSumSquare',
  (values) => values.reduce((a, b) => a + b * b, 0),
  ({ graph, inputs: [x], gradients: [dy] }) => [mul(graph, x!, scale(graph, dy!, 2))],
);
