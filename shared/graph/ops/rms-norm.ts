import { add, div, mul, scalarOf, scale, sqrt, sub, sum, sumOfSquares } from '../build.ts';
import { scalar, type Composite } from '../operator.ts';

/** x / √(mean x² + ε) over the last axis, without a gain: the gain is folded into the weight that follows, which saves
 *  a pass over the activations in each direction. The inverse root is computed beside the norm, for the gradient alone.
 *  Source: arXiv:1910.07467v1 Eq. 4. */
export const rmsNorm: Composite = {
  kind: 'composite',
  name: 'RmsNorm',
  expand: (g, [x], attributes) => {
    const epsilon = scalar(attributes, 'epsilon');
    const axis = x!.shape.length - 1;
    const width = x!.shape[axis];
    // √C / √(Σ x² + C·ε): no pass of its own for the mean
    const sumSquare = sumOfSquares(g, x!, [axis]);
    const inverse = div(g, scalarOf(g, Math.sqrt(width)), sqrt(g, add(g, sumSquare, scalarOf(g, width * epsilon))));
    const ones = g.constant([width], new Float32Array(width).fill(1));
    const y = g.apply('SimplifiedLayerNormalization', [x!, ones], { epsilon, axis: -1 })[0];
    return { outputs: [y], saved: [inverse] };
  },
  // y = x·r, r = (mean x² + ε)^−½  →  dx = r ∘ (dy − y ∘ mean(dy ∘ y))
  gradient: ({ graph: g, outputs: [y], saved: [inverse], gradients: [dy] }) => {
    const axis = y!.shape.length - 1;
    const mean = scale(g, sum(g, mul(g, dy!, y!), [axis]), 1 / y!.shape[axis]);
    return [mul(g, inverse!, sub(g, dy!, mul(g, y!, mean)))];
  },
  examples: [{ inputs: [{ shape: [3, 8] }], attributes: { epsilon: 1e-6 } }],
};
