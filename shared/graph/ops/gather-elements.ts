import { expand } from '../build.ts';
import { scalar, type Primitive } from '../operator.ts';
import { size, strides, walk } from '../shape.ts';

/** Elements picked along one axis: y[i, j] = x[i, index[i, j]] for axis 1. */
export const gatherElements: Primitive = {
  kind: 'primitive',
  name: 'GatherElements',
  infer: ([x, indices]) => [{ dtype: x!.dtype, shape: indices!.shape }],
  // dx[i, index[i, j]] += dy[i, j]
  gradient: ({ graph, inputs: [x, indices], attributes, gradients: [dy] }) => {
    const zeros = expand(graph, graph.constant([1, 1], [0]), x!.shape);
    return [graph.apply('ScatterElements', [zeros, indices!, dy!], { ...attributes, reduction: 'add' })[0], null];
  },
  evaluate: ([x, indices], attributes, [type]) => {
    const axis = scalar(attributes, 'axis');
    const own = strides(x!.shape);
    const data = new Float64Array(size(type!.shape));
    const without = own.map((stride, i) => (i === axis ? 0 : stride));
    walk(
      type!.shape,
      [without],
      ([offset], index) => (data[index] = x!.data[offset! + indices!.data[index] * own[axis]]),
    );
    return [{ shape: type!.shape, data }];
  },
  examples: [
    { inputs: [{ shape: [4, 5] }, { shape: [4, 1], dtype: 'int64', high: 5 }], attributes: { axis: 1 } },
    { inputs: [{ shape: [4, 5] }, { shape: [3, 5], dtype: 'int64', high: 4 }], attributes: { axis: 0 } },
  ],
};
