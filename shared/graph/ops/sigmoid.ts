import { mul, scalarOf, sub } from '../build.ts';
import { unary } from '../elementwise.ts';

// y = 1 / (1 + e⁻ˣ)  →  dx = dy ∘ y ∘ (1 − y)
export const sigmoid = unary(
  'Sigmoid',
  (x) => 1 / (1 + Math.exp(-x)),
  ({ graph, outputs: [y], gradients: [dy] }) => [mul(graph, dy!, mul(graph, y!, sub(graph, scalarOf(graph, 1), y!)))],
);
