import { scalar, type Primitive } from '../operator.ts';

/** x / √(mean x² + ε) ∘ gain over the last axis as one node; 0 < ε < 1. Without a gradient: that needs the inverse
 *  root, onnxruntime's second output, which is wrong on WebGPU. RmsNorm has it. Source: arXiv:1910.07467v1 Eq. 4. */
export const simplifiedLayerNormalization: Primitive = {
  kind: 'primitive',
  name: 'SimplifiedLayerNormalization',
  infer: ([x]) => [{ dtype: x!.dtype, shape: x!.shape }],
  evaluate: ([x, gain], attributes) => {
    const n = gain!.data.length;
    const data = new Float64Array(x!.data.length);
    for (let row = 0; row < data.length; row += n) {
      const values = x!.data.subarray(row, row + n);
      const meanSquare = values.reduce((total, value) => total + value * value, 0) / n;
      const inverse = 1 / Math.sqrt(meanSquare + scalar(attributes, 'epsilon'));
      values.forEach((value, i) => (data[row + i] = value * inverse * gain!.data[i]));
    }
    return [{ shape: x!.shape, data }];
  },
  examples: [{ inputs: [{ shape: [3, 8] }, { shape: [8] }], attributes: { epsilon: 1e-3, axis: -1 } }],
};
