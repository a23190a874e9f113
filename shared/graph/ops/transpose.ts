import { transpose as permute } from '../build.ts';
import { list, type Primitive } from '../operator.ts';
import { size, strides, walk } from '../shape.ts';

/** Axes reordered: axis i of the result is axis perm[i] of x. */
export const transpose: Primitive = {
  kind: 'primitive',
  name: 'Transpose',
  infer: ([x], attributes) => [{ dtype: x!.dtype, shape: list(attributes, 'perm').map((axis) => x!.shape[axis]) }],
  // dx = dy with the inverse permutation
  gradient: ({ graph, attributes, gradients: [dy] }) => {
    const perm = list(attributes, 'perm');
    return [
      permute(
        graph,
        dy!,
        perm.map((_, i) => perm.indexOf(i)),
      ),
    ];
  },
  evaluate: ([x], attributes, [type]) => {
    const own = strides(x!.shape);
    const data = new Float64Array(size(type!.shape));
    walk(
      type!.shape,
      [list(attributes, 'perm').map((axis) => own[axis])],
      ([offset], index) => (data[index] = x!.data[offset!]),
    );
    return [{ shape: type!.shape, data }];
  },
  examples: [
    { inputs: [{ shape: [2, 3, 4] }], attributes: { perm: [2, 0, 1] } },
    { inputs: [{ shape: [3, 4] }], attributes: { perm: [1, 0] } },
  ],
};
