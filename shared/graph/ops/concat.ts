import { slice } from '../build.ts';
import { scalar, type Primitive } from '../operator.ts';
import { size, strides, walk } from '../shape.ts';

/** Inputs one after another along an axis. */
export const concat: Primitive = {
  kind: 'primitive',
  name: 'Concat',
  infer: (inputs, attributes) => {
    const axis = scalar(attributes, 'axis');
    const total = inputs.reduce((n, x) => n + x.shape[axis], 0);
    return [{ dtype: inputs[0].dtype, shape: inputs[0].shape.map((n, i) => (i === axis ? total : n)) }];
  },
  // dx = the part of dy where x stands
  gradient: ({ graph, inputs, attributes, gradients: [dy] }) => {
    const axis = scalar(attributes, 'axis');
    let start = 0;
    return inputs.map((x) => slice(graph, dy!, axis, start, (start += x.shape[axis])));
  },
  evaluate: (inputs, attributes, [type]) => {
    const axis = scalar(attributes, 'axis');
    const outer = strides(type!.shape);
    const data = new Float64Array(size(type!.shape));
    let first = 0;
    for (const x of inputs) {
      walk(x.shape, [outer], ([offset], index) => (data[first + offset!] = x.data[index]));
      first += x.shape[axis] * outer[axis];
    }
    return [{ shape: type!.shape, data }];
  },
  examples: [{ inputs: [{ shape: [2, 3] }, { shape: [2, 1] }, { shape: [2, 4] }], attributes: { axis: 1 } }],
};
