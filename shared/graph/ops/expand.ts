import { sumTo } from '../build.ts';
import { zip } from '../elementwise.ts';
import { list, type Primitive } from '../operator.ts';

/** Repeats along axes of size 1. */
export const expand: Primitive = {
  kind: 'primitive',
  name: 'Expand',
  constantInputs: [{ attribute: 'shape', dtype: 'int64' }],
  infer: ([x], attributes) => [{ dtype: x!.dtype, shape: list(attributes, 'shape') }],
  // dx = dy summed over the repeated axes
  gradient: ({ graph, inputs: [x], gradients: [dy] }) => [sumTo(graph, dy!, x!.shape)],
  evaluate: ([x], _, [type]) => [zip([x!], type!, ([value]) => value!)],
  examples: [{ inputs: [{ shape: [3, 1] }], attributes: { shape: [2, 3, 4] } }],
};
