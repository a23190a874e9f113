import { scalar, type Primitive } from '../operator.ts';
import type { DType } from '../runtime.ts';

/** ONNX TensorProto.DataType → our dtype. */
const targets: Readonly<Record<number, DType>> = { 1: 'float32', 6: 'int32', 7: 'int64' };

/** Conversion from bool or integers; no gradient passes. */
export const cast: Primitive = {
  kind: 'primitive',
  name: 'Cast',
  infer: ([x], attributes) => [{ dtype: targets[scalar(attributes, 'to')], shape: x!.shape }],
  evaluate: ([x]) => [x!],
  examples: [{ inputs: [{ shape: [3, 4], dtype: 'bool', high: 2 }], attributes: { to: 1 } }],
};
