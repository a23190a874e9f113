import { add, mul, sigmoid, sub } from '../build.ts';
import type { Composite } from '../operator.ts';

/** SwiGLU: silu(gate) ∘ up, silu(x) = x·σ(x). Source: arXiv:2002.05202v1 Eq. 5. */
export const swiglu: Composite = {
  kind: 'composite',
  name: 'SwiGlu',
  expand: (g, [gate, up]) => {
    const s = sigmoid(g, gate!);
    const silu = mul(g, gate!, s);
    return { outputs: [mul(g, silu, up!)], saved: [s, silu] };
  },
  // d up = dy ∘ silu, d gate = dy ∘ up ∘ (σ + silu − silu ∘ σ)
  gradient: ({ graph: g, inputs: [, up], saved: [s, silu], gradients: [dy] }) => {
    const slope = add(g, s!, sub(g, silu!, mul(g, silu!, s!)));
    return [mul(g, mul(g, dy!, up!), slope), mul(g, dy!, silu!)];
  },
  examples: [{ inputs: [{ shape: [3, 8] }, { shape: [3, 8] }] }],
};
