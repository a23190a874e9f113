/** What the reductions share: axes come as an attribute and stay as size 1. */
import { list, type Primitive } from './operator.ts';
import { axisOf, reducedShape, size, strides, walk } from './shape.ts';

/** `fold` reduces the values that fall on one output element, in row-major order. */
export function reduction(
  name: string,
  fold: (values: readonly number[]) => number,
  gradient?: NonNullable<Primitive['gradient']>,
): Primitive {
  return {
    kind: 'primitive',
    name,
    constantInputs: [{ attribute: 'axes', dtype: 'int64' }],
    infer: ([x], attributes) => {
      const axes = list(attributes, 'axes').map((axis) => axisOf(axis, x!.shape.length, name));
      return [{ dtype: x!.dtype, shape: reducedShape(x!.shape, axes) }];
    },
    ...(gradient && { gradient }),
    evaluate: ([x], _, [type]) => {
      const buckets = Array.from({ length: size(type!.shape) }, () => [] as number[]);
      const to = strides(type!.shape).map((stride, i) => (type!.shape[i] === 1 ? 0 : stride));
      walk(x!.shape, [to], ([offset], index) => buckets[offset!].push(x!.data[index]));
      return [{ shape: type!.shape, data: Float64Array.from(buckets, fold) }];
    },
    examples: [
      { inputs: [{ shape: [3, 4] }], attributes: { axes: [1] } },
      { inputs: [{ shape: [2, 3, 4] }], attributes: { axes: [0, 2] } },
    ],
  };
}
