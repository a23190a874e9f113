/** The models that are measured, and how many floating-point operations one of their tokens costs. */
import type { Architecture } from '../../shared/models/architecture.ts';
import { convLlama } from '../../shared/models/conv-llama.ts';
import { modelTensors } from '../../shared/models/tensors.ts';

export interface Shape {
  readonly architecture: Architecture;
  /** Rows and tokens a row of one training update. */
  readonly batch: number;
  readonly length: number;
  /** Least share of the MatMul ceiling that training has to reach. */
  readonly reach?: number;
}

const common = { family: convLlama, vocabularySize: 412, convolution: 4, tied: true, ropeBase: 10000, epsilon: 1e-6 };

/** d 64 is as wide as the quickstart's policy. Updates hold about 4,096 tokens. */
export const shapes: Readonly<Record<string, Shape>> = {
  d64: {
    architecture: { ...common, width: 64, layers: 2, heads: 4, kvHeads: 1, headSize: 16, hidden: 168 },
    batch: 24,
    length: 160,
  },
  d128: {
    architecture: { ...common, width: 128, layers: 4, heads: 4, kvHeads: 2, headSize: 32, hidden: 344 },
    batch: 24,
    length: 160,
    reach: 0.6,
  },
  d256: {
    architecture: { ...common, width: 256, layers: 6, heads: 8, kvHeads: 4, headSize: 32, hidden: 688 },
    batch: 16,
    length: 256,
    reach: 0.75,
  },
};

export const parameterCount = (a: Architecture): number =>
  modelTensors(a).reduce((n, { shape }) => n + shape.reduce((x, y) => x * y, 1), 0);

/** Floating-point operations of forward and backward per token:  6·N + 6·L·H·D·T.
 *  N parameters, each in one multiply-add forward and two backward (the embedding counts as the output layer, which is
 *  the same matrix; looking it up is free). Attention: q·kᵀ and w·v are 2·T·D each per head and token over the whole
 *  sequence, half of that where it is causal, times three for forward and backward. What a causal mask hides counts as
 *  nothing, although a dense product computes it; the same holds for norms, softmax, AdamW and everything else that is
 *  no matrix product. So a share of the ceiling is useful work, not arithmetic done. */
export function trainingFlopsPerToken(a: Architecture, length: number): number {
  return 6 * parameterCount(a) + 6 * a.layers * a.heads * a.headSize * length;
}
