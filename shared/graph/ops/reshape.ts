import { reshape as shaped } from '../build.ts';
import { list, type Primitive } from '../operator.ts';
import { size } from '../shape.ts';

/** The same values under another shape. */
export const reshape: Primitive = {
  kind: 'primitive',
  name: 'Reshape',
  constantInputs: [{ attribute: 'shape', dtype: 'int64' }],
  infer: ([x], attributes) => {
    const shape = list(attributes, 'shape');
    if (size(shape) !== size(x!.shape))
      throw new RangeError(`graph.reshape: expected ${size(x!.shape)} values, got shape [${shape.join(', ')}]`);
    return [{ dtype: x!.dtype, shape }];
  },
  // dx = dy under x's shape
  gradient: ({ graph, inputs: [x], gradients: [dy] }) => [shaped(graph, dy!, x!.shape)],
  evaluate: ([x], _, [type]) => [{ shape: type!.shape, data: x!.data }],
  examples: [{ inputs: [{ shape: [3, 4] }], attributes: { shape: [2, 6] } }],
};
