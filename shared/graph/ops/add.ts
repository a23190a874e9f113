import { sumTo } from '../build.ts';
import { binary } from '../elementwise.ts';

// y = a + b  →  da = dy, db = dy  (sum over broadcast axes)
export const add = binary(
  'Add',
  (a, b) => a + b,
  ({ graph, inputs: [a, b], gradients: [dy] }) => [sumTo(graph, dy!, a!.shape), sumTo(graph, dy!, b!.shape)],
);
