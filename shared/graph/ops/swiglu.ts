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
  // y = silu ∘ up  →  d up = dy ∘ silu, d gate = dy ∘ up ∘ (σ + silu ∘ (1 − σ)) = dy ∘ (y + σ ∘ (up − y))
  gradient: ({ graph: g, inputs: [, up], outputs: [y], saved: [s, silu], gradients: [dy] }) => [
    mul(g, dy!, add(g, y!, mul(g, s!, sub(g, up!, y!)))),
    mul(g, dy!, silu!),
  ],
  examples: [{ inputs: [{ shape: [3, 8] }, { shape: [3, 8] }] }],
};
