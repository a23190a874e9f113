import { expand } from '../build.ts';
import { reduction } from '../reduction.ts';

// y = Σ x over axes  →  dx = dy repeated along them
export const reduceSum = reduction(
  'ReduceSum',
  (values) => values.reduce((a, b) => a + b, 0),
  ({ graph, inputs: [x], gradients: [dy] }) => [expand(graph, dy!, x!.shape)],
);
