import { pad } from '../build.ts';
import { list, type Primitive } from '../operator.ts';
import { axisOf, size, strides, walk } from '../shape.ts';

/** Elements [start, end) of one axis, step 1. */
export const slice: Primitive = {
  kind: 'primitive',
  name: 'Slice',
  constantInputs: [
    { attribute: 'starts', dtype: 'int64' },
    { attribute: 'ends', dtype: 'int64' },
    { attribute: 'axes', dtype: 'int64' },
  ],
  infer: ([x], attributes) => {
    const [start, end] = [list(attributes, 'starts')[0], list(attributes, 'ends')[0]];
    const axis = axisOf(list(attributes, 'axes')[0], x!.shape.length, 'slice');
    if (start < 0 || end > x!.shape[axis] || start >= end)
      throw new RangeError(`graph.slice: expected 0 ≤ start < end ≤ ${x!.shape[axis]}, got [${start}, ${end})`);
    return [{ dtype: x!.dtype, shape: x!.shape.map((n, i) => (i === axis ? end - start : n)) }];
  },
  // dx = dy with zeros around
  gradient: ({ graph, inputs: [x], attributes, gradients: [dy] }) => {
    const axis = axisOf(list(attributes, 'axes')[0], x!.shape.length, 'slice');
    return [pad(graph, dy!, axis, list(attributes, 'starts')[0], x!.shape[axis] - list(attributes, 'ends')[0])];
  },
  evaluate: ([x], attributes, [type]) => {
    const own = strides(x!.shape);
    const axis = axisOf(list(attributes, 'axes')[0], x!.shape.length, 'slice');
    const first = list(attributes, 'starts')[0] * own[axis];
    const data = new Float64Array(size(type!.shape));
    walk(type!.shape, [own], ([offset], index) => (data[index] = x!.data[first + offset!]));
    return [{ shape: type!.shape, data }];
  },
  examples: [
    { inputs: [{ shape: [3, 6] }], attributes: { starts: [1], ends: [4], axes: [1] } },
    { inputs: [{ shape: [4, 2, 3] }], attributes: { starts: [2], ends: [4], axes: [0] } },
  ],
};
