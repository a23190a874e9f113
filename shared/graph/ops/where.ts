import { scalarOf, sumTo, where as select } from '../build.ts';
import { zip } from '../elementwise.ts';
import type { Primitive } from '../operator.ts';
import { broadcast } from '../shape.ts';

/** y = a where the condition holds, else b. */
export const where: Primitive = {
  kind: 'primitive',
  name: 'Where',
  infer: ([c, a, b]) => [
    { dtype: a!.dtype, shape: broadcast(c!.shape, broadcast(a!.shape, b!.shape, 'Where'), 'Where') },
  ],
  // da = dy where c, db = dy elsewhere  (sum over broadcast axes)
  gradient: ({ graph, inputs: [c, a, b], gradients: [dy] }) => {
    const zero = scalarOf(graph, 0);
    return [
      null,
      sumTo(graph, select(graph, c!, dy!, zero), a!.shape),
      sumTo(graph, select(graph, c!, zero, dy!), b!.shape),
    ];
  },
  evaluate: (inputs, _, [type]) => [zip(inputs, type!, ([c, a, b]) => (c ? a! : b!))],
  examples: [{ inputs: [{ shape: [3, 1], dtype: 'bool', high: 2 }, { shape: [3, 4] }, { shape: [] }] }],
};
