import { lessOrEqual, mul, sub, scalarOf, sumTo, toFloat } from '../build.ts';
import { binary } from '../elementwise.ts';

// y = min(a, b)  →  da = dy where a ≤ b, db = dy elsewhere  (a tie counts as a)
export const min = binary(
  'Min',
  Math.min,
  ({ graph, inputs: [a, b], gradients: [dy] }) => {
    const chosen = toFloat(graph, lessOrEqual(graph, a!, b!));
    const other = sub(graph, scalarOf(graph, 1), chosen);
    return [sumTo(graph, mul(graph, dy!, chosen), a!.shape), sumTo(graph, mul(graph, dy!, other), b!.shape)];
  },
  { examples: [{ inputs: [{ shape: [3, 4] }, { shape: [3, 4] }] }] },
);
