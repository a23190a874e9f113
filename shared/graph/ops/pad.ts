import { slice } from '../build.ts';
import { list, type Primitive, type Value } from '../operator.ts';
import { size, strides, walk } from '../shape.ts';

/** Zeros around: `pads` lists the counts before every axis, then the counts after. */
export const pad: Primitive = {
  kind: 'primitive',
  name: 'Pad',
  constantInputs: [{ attribute: 'pads', dtype: 'int64' }],
  infer: ([x], attributes) => {
    const pads = list(attributes, 'pads');
    const rank = x!.shape.length;
    return [{ dtype: x!.dtype, shape: x!.shape.map((n, i) => n + pads[i] + pads[rank + i]) }];
  },
  // dx = the part of dy that is not padding
  gradient: ({ graph, inputs: [x], attributes, gradients: [dy] }) => {
    const pads = list(attributes, 'pads');
    let inner: Value = dy!;
    x!.shape.forEach((n, axis) => {
      if (inner.shape[axis] !== n) inner = slice(graph, inner, axis, pads[axis], pads[axis] + n);
    });
    return [inner];
  },
  evaluate: ([x], attributes, [type]) => {
    const pads = list(attributes, 'pads');
    const outer = strides(type!.shape);
    const first = outer.reduce((offset, stride, i) => offset + stride * pads[i], 0);
    const data = new Float64Array(size(type!.shape));
    walk(x!.shape, [outer], ([offset], index) => (data[first + offset!] = x!.data[index]));
    return [{ shape: type!.shape, data }];
  },
  examples: [{ inputs: [{ shape: [2, 3, 4] }], attributes: { pads: [0, 1, 0, 0, 2, 0] } }],
};
