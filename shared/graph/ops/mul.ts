import { mul as times, sumTo } from '../build.ts';
import { binary } from '../elementwise.ts';

// y = a ∘ b  →  da = dy ∘ b, db = dy ∘ a  (sum over broadcast axes)
export const mul = binary(
  'Mul',
  (a, b) => a * b,
  ({ graph, inputs: [a, b], gradients: [dy] }) => [
    sumTo(graph, times(graph, dy!, b!), a!.shape),
    sumTo(graph, times(graph, dy!, a!), b!.shape),
  ],
);
