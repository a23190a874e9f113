import { expand, reshape } from '../build.ts';
import type { Primitive } from '../operator.ts';
import { size } from '../shape.ts';

/** Rows of a table: table [V, C], indices [...] → [..., C]. */
export const gather: Primitive = {
  kind: 'primitive',
  name: 'Gather',
  infer: ([table, indices]) => [{ dtype: table!.dtype, shape: [...indices!.shape, ...table!.shape.slice(1)] }],
  // d table[v] = Σ dy over the places that read row v.  ScatterElements, because ScatterND(reduction=add) races on duplicate
  // indices with more than one thread and gives wrong sums silently (onnxruntime 1.30, CPU).
  gradient: ({ graph, inputs: [table, indices], gradients: [dy] }) => {
    const [n, c] = [size(indices!.shape), table!.shape[1]!];
    const rows = expand(graph, reshape(graph, indices!, [n, 1]), [n, c]);
    const zeros = expand(graph, graph.constant([1, 1], [0]), table!.shape);
    return [
      graph.apply('ScatterElements', [zeros, rows, reshape(graph, dy!, [n, c])], { axis: 0, reduction: 'add' })[0]!,
      null,
    ];
  },
  evaluate: ([table, indices], _, [type]) => {
    const c = table!.shape[1]!;
    const data = new Float64Array(size(type!.shape));
    indices!.data.forEach((row, i) => data.set(table!.data.subarray(row * c, (row + 1) * c), i * c));
    return [{ shape: type!.shape, data }];
  },
  examples: [{ inputs: [{ shape: [5, 3] }, { shape: [2, 4], dtype: 'int64', high: 5 }] }],
};
