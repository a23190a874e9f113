import { neg as minus } from '../build.ts';
import { unary } from '../elementwise.ts';

// y = −x  →  dx = −dy
export const neg = unary(
  'Neg',
  (x) => -x,
  ({ graph, gradients: [dy] }) => [minus(graph, dy!)],
);
