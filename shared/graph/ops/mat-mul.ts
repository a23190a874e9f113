import { matMul as product, sumTo, transpose } from '../build.ts';
import type { Graph } from '../graph.ts';
import type { Primitive, Value } from '../operator.ts';
import { broadcast, broadcastStrides, size, walk } from '../shape.ts';

/** Batched matrix product: [..., M, K] · [..., K, N] → [..., M, N], leading axes broadcast. */
export const matMul: Primitive = {
  kind: 'primitive',
  name: 'MatMul',
  infer: ([a, b]) => {
    const [m, k] = a!.shape.slice(-2);
    const [k2, n] = b!.shape.slice(-2);
    if (k !== k2)
      throw new RangeError(
        `graph.matMul: inner dimensions differ, [${a!.shape.join(', ')}] · [${b!.shape.join(', ')}]`,
      );
    return [{ dtype: a!.dtype, shape: [...broadcast(a!.shape.slice(0, -2), b!.shape.slice(0, -2), 'matMul'), m!, n!] }];
  },
  // y = a·b  →  da = dy·bᵀ, db = aᵀ·dy  (sum over broadcast axes)
  gradient: ({ graph, inputs: [a, b], gradients: [dy] }) => [
    sumTo(graph, product(graph, dy!, flip(graph, b!)), a!.shape),
    sumTo(graph, product(graph, flip(graph, a!), dy!), b!.shape),
  ],
  evaluate: ([a, b], _, [type]) => {
    const [m, k] = a!.shape.slice(-2) as [number, number];
    const n = b!.shape.at(-1)!;
    const batch = type!.shape.slice(0, -2);
    const data = new Float64Array(size(type!.shape));
    const strideOf = (shape: readonly number[], matrix: number) =>
      broadcastStrides(shape.slice(0, -2), batch).map((s) => s * matrix);
    walk(batch, [strideOf(a!.shape, m * k), strideOf(b!.shape, k * n)], ([p, q], index) => {
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let total = 0;
          for (let l = 0; l < k; l++) total += a!.data[p! + i * k + l] * b!.data[q! + l * n + j];
          data[index * m * n + i * n + j] = total;
        }
    });
    return [{ shape: type!.shape, data }];
  },
  examples: [
    { inputs: [{ shape: [3, 4] }, { shape: [4, 5] }] },
    { inputs: [{ shape: [2, 3, 4, 5] }, { shape: [2, 1, 5, 3] }] },
  ],
};

const flip = (g: Graph, x: Value): Value => {
  const rank = x.shape.length;
  return transpose(g, x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]);
};
