import { div, scale } from '../build.ts';
import { unary } from '../elementwise.ts';

// y = √x  →  dx = dy / (2y)
export const sqrt = unary(
  'Sqrt',
  Math.sqrt,
  ({ graph, outputs: [y], gradients: [dy] }) => [div(graph, scale(graph, dy!, 0.5), y!)],
  {
    low: 0.3,
    high: 3,
  },
);
