import { mul } from '../build.ts';
import { unary } from '../elementwise.ts';

// y = eˣ  →  dx = dy ∘ y
export const exp = unary('Exp', Math.exp, ({ graph, outputs: [y], gradients: [dy] }) => [mul(graph, dy!, y!)]);
