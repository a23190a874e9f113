import type { Primitive } from '../operator.ts';
import { scalar } from '../operator.ts';
import { strides, walk } from '../shape.ts';

/** A copy of x with updates added at the indexed places along one axis; duplicates add up. */
export const scatterElements: Primitive = {
  kind: 'primitive',
  name: 'ScatterElements',
  infer: ([x]) => [{ dtype: x!.dtype, shape: x!.shape }],
  // y = x + scatter(updates)  →  dx = dy, d updates = dy at the indexed places
  gradient: ({ graph, inputs: [, indices], attributes, gradients: [dy] }) => [
    dy!,
    null,
    graph.apply('GatherElements', [dy!, indices!], { axis: attributes['axis'] })[0],
  ],
  evaluate: ([x, indices, updates], attributes) => {
    const axis = scalar(attributes, 'axis');
    const own = strides(x!.shape);
    const data = Float64Array.from(x!.data);
    const without = own.map((stride, i) => (i === axis ? 0 : stride));
    walk(
      updates!.shape,
      [without],
      ([offset], index) => (data[offset! + indices!.data[index] * own[axis]] += updates!.data[index]),
    );
    return [{ shape: x!.shape, data }];
  },
  examples: [
    {
      inputs: [{ shape: [4, 5] }, { shape: [4, 1], dtype: 'int64', high: 5 }, { shape: [4, 1] }],
      attributes: { axis: 1, reduction: 'add' },
    },
  ],
};
