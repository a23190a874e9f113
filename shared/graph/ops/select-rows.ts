import { concat, gather } from '../build.ts';
import type { Composite } from '../operator.ts';

/** Chosen rows of x, each at most once: x [N, C], select [S], inverse [N] → [S, C]. `inverse` holds, per row of x, its
 *  place in `select`, or S for rows that are not chosen. With it the gradient is a Gather too: scattering rows costs
 *  forty times as much (onnxruntime 1.30, CPU). Places of `select` that nothing reads back through `inverse` are
 *  padding and get no gradient. */
export const selectRows: Composite = {
  kind: 'composite',
  name: 'SelectRows',
  expand: (g, [x, select]) => ({ outputs: [gather(g, x!, select!)], saved: [] }),
  // dx[n] = dy[inverse[n]], and a row of zeros at place S
  gradient: ({ graph: g, inputs: [x, , inverse], gradients: [dy] }) => {
    const padded = concat(g, [dy!, g.constant([1, x!.shape[1]], new Float32Array(x!.shape[1]))], 0);
    return [gather(g, padded, inverse!), null, null];
  },
  examples: [
    {
      inputs: [
        { shape: [4, 3] },
        { shape: [3], values: [2, 0, 3], dtype: 'int64' },
        { shape: [4], values: [1, 3, 0, 2], dtype: 'int64' },
      ],
    },
  ],
};
