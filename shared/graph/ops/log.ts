import { div } from '../build.ts';
import { unary } from '../elementwise.ts';

// y = ln x  →  dx = dy / x
export const log = unary('Log', Math.log, ({ graph, inputs: [x], gradients: [dy] }) => [div(graph, dy!, x!)], {
  low: 0.3,
  high: 3,
});
