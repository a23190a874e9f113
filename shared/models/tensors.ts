/** The tensors of an architecture: those of its family, and the value head of a critic. */
import type { Architecture, ModelTensor } from './architecture.ts';

/** In the fixed order that files and graphs use. */
export const modelTensors = (a: Architecture): ModelTensor[] => [
  ...a.family.tensors(a),
  ...(a.critic ? valueHead(a.width) : []),
];

const valueHead = (width: number): ModelTensor[] => [
  { name: 'value.weight', shape: [width, 1], dtype: 'float32', trainable: true, decay: true, deviation: 0 },
  { name: 'value.bias', shape: [1, 1], dtype: 'float32', trainable: true, decay: false, deviation: 0 },
];
