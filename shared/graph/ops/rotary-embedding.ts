import { neg } from '../build.ts';
import type { Primitive } from '../operator.ts';

/** Rotary positions over heads of size D: x [B, T, H·D], positions [B, T], cos and sin [maximum position, D/2]. Each
 *  head's halves (a, b) turn by the angle of their position: (a·cos − b·sin, b·cos + a·sin). A scale in the caches
 *  scales the result. Source: arXiv:2104.09864v5 Eq. 34, halves instead of neighbouring pairs as in Llama. */
export const rotaryEmbedding: Primitive = {
  kind: 'primitive',
  name: 'RotaryEmbedding',
  domain: 'com.microsoft',
  infer: ([x]) => [{ dtype: x!.dtype, shape: x!.shape }],
  // a rotation is undone by the opposite angle  →  dx = dy with −sin
  gradient: ({ graph, inputs: [, positions, cos, sin], gradients: [dy] }) => [
    graph.apply('RotaryEmbedding', [dy!, positions!, cos!, neg(graph, sin!)])[0],
    null,
    null,
    null,
  ],
  evaluate: ([x, positions, cos, sin]) => {
    const half = cos!.shape[1];
    const hidden = x!.shape.at(-1)!;
    const data = new Float64Array(x!.data.length);
    for (let head = 0; head < data.length / (2 * half); head++) {
      const angle = positions!.data[Math.floor((head * 2 * half) / hidden)] * half;
      for (let i = 0; i < half; i++) {
        const at = head * 2 * half + i;
        const [a, b] = [x!.data[at], x!.data[at + half]];
        data[at] = a * cos!.data[angle + i] - b * sin!.data[angle + i];
        data[at + half] = b * cos!.data[angle + i] + a * sin!.data[angle + i];
      }
    }
    return [{ shape: x!.shape, data }];
  },
  examples: [
    {
      inputs: [
        { shape: [2, 3, 8] },
        { shape: [2, 3], dtype: 'int64', high: 6 },
        { shape: [6, 2], constant: true },
        { shape: [6, 2], constant: true },
      ],
    },
  ],
};
