import { unary } from '../elementwise.ts';

// y = x  →  dx = dy
export const identity = unary(
  'Identity',
  (x) => x,
  ({ gradients: [dy] }) => [dy!],
);
