import { neg, sumTo } from '../build.ts';
import { binary } from '../elementwise.ts';

// y = a − b  →  da = dy, db = −dy  (sum over broadcast axes)
export const sub = binary(
  'Sub',
  (a, b) => a - b,
  ({ graph, inputs: [a, b], gradients: [dy] }) => [
    sumTo(graph, dy!, a!.shape),
    neg(graph, sumTo(graph, dy!, b!.shape)),
  ],
);
