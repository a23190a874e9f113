import { div as over, mul, neg, sumTo } from '../build.ts';
import { binary } from '../elementwise.ts';

// y = a / b  →  da = dy / b, db = −dy ∘ y / b  (sum over broadcast axes)
export const div = binary(
  'Div',
  (a, b) => a / b,
  ({ graph, inputs: [a, b], outputs: [y], gradients: [dy] }) => {
    const da = over(graph, dy!, b!);
    return [sumTo(graph, da, a!.shape), sumTo(graph, neg(graph, mul(graph, da, y!)), b!.shape)];
  },
  { examples: [{ inputs: [{ shape: [3, 4] }, { shape: [4], low: 0.5, high: 2 }] }] },
);
