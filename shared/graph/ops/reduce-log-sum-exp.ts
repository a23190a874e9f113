import { exp, mul, sub } from '../build.ts';
import { reduction } from '../reduction.ts';
import { logSumExp } from '../../util/math.ts';

// y = ln Σ eˣ over axes  →  dx = eˣ⁻ʸ ∘ dy
export const reduceLogSumExp = reduction(
  'ReduceLogSumExp',
  logSumExp,
  ({ graph, inputs: [x], outputs: [y], gradients: [dy] }) => [mul(graph, exp(graph, sub(graph, x!, y!)), dy!)],
);
