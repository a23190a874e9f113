import { mul, sub, sum } from '../build.ts';
import type { Primitive } from '../operator.ts';

/** eˣ / Σ eˣ over the last axis. */
export const softmax: Primitive = {
  kind: 'primitive',
  name: 'Softmax',
  infer: ([x]) => [{ dtype: x!.dtype, shape: x!.shape }],
  // dx = y ∘ (dy − Σ dy ∘ y)
  gradient: ({ graph, outputs: [y], gradients: [dy] }) => {
    const weighted = sum(graph, mul(graph, dy!, y!), [y!.shape.length - 1]);
    return [mul(graph, y!, sub(graph, dy!, weighted))];
  },
  evaluate: ([x]) => {
    const n = x!.shape.at(-1)!;
    const data = new Float64Array(x!.data.length);
    for (let row = 0; row < data.length; row += n) {
      const values = x!.data.subarray(row, row + n);
      const max = Math.max(...values); // subtracted because exp overflows float32 at 88.7
      const exps = values.map((v) => Math.exp(v - max));
      const total = exps.reduce((a, b) => a + b, 0);
      data.set(
        exps.map((e) => e / total),
        row,
      );
    }
    return [{ shape: x!.shape, data }];
  },
  examples: [{ inputs: [{ shape: [3, 5] }] }, { inputs: [{ shape: [2, 2, 4], low: -30, high: 30 }] }],
};
