import { lessOrEqual, mul, scalarOf, toFloat } from '../build.ts';
import { scalar, type Primitive } from '../operator.ts';

/** y = min(max(x, low), high), low and high constant. */
export const clip: Primitive = {
  kind: 'primitive',
  name: 'Clip',
  constantInputs: [
    { attribute: 'low', dtype: 'float32', scalar: true },
    { attribute: 'high', dtype: 'float32', scalar: true },
  ],
  infer: ([x]) => [{ dtype: x!.dtype, shape: x!.shape }],
  // dx = dy where low ≤ x ≤ high, else 0
  gradient: ({ graph, inputs: [x], attributes, gradients: [dy] }) => {
    const above = lessOrEqual(graph, scalarOf(graph, scalar(attributes, 'low')), x!);
    const below = lessOrEqual(graph, x!, scalarOf(graph, scalar(attributes, 'high')));
    return [mul(graph, dy!, mul(graph, toFloat(graph, above), toFloat(graph, below)))];
  },
  evaluate: ([x], attributes) => {
    const [low, high] = [scalar(attributes, 'low'), scalar(attributes, 'high')];
    return [{ shape: x!.shape, data: x!.data.map((v) => Math.min(Math.max(v, low), high)) }];
  },
  examples: [{ inputs: [{ shape: [4, 5] }], attributes: { low: -0.5, high: 0.75 } }],
};
