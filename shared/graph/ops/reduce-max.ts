import { equal, mul, toFloat } from '../build.ts';
import { reduction } from '../reduction.ts';

// y = max x over axes  →  dx = dy where x = y  (equals all get it)
export const reduceMax = reduction(
  'ReduceMax',
  (values) => Math.max(...values),
  ({ graph, inputs: [x], outputs: [y], gradients: [dy] }) => [mul(graph, toFloat(graph, equal(graph, x!, y!)), dy!)],
);
