/** The shape of a decoder, in the keys that `shared/model` builds it from: RMSNorm, rotary positions, grouped-query
 *  attention, SwiGLU; optionally a short convolution over the token embeddings. */
import { boolean, integer, number, type Values } from '../config/parameter.ts';

/** Every key of an architecture but the vocabulary's size, which is the tokenizer's. The defaults are those of a new
 *  model. */
export const architectureParameters = {
  width: integer({ default: 64, min: 2, help: 'C, channels of the residual stream.' }),
  layers: integer({ default: 2, min: 1, help: 'L, decoder layers.' }),
  heads: integer({ default: 4, min: 1, help: 'H, query heads.' }),
  kvHeads: integer({ default: 1, min: 1, help: 'Heads of keys and values, a divisor of the query heads.' }),
  headSize: integer({ default: 16, min: 2, help: 'D, channels of a head, even.' }),
  hidden: integer({ default: 168, min: 1, help: 'Inner width of SwiGLU.' }),
  /** Models this small cannot learn in-context lookup without it (docs/log.md). */
  convolution: integer({
    default: 4,
    min: 1,
    help: 'Tokens whose embeddings each position sees, its own included; 1 turns the convolution off.',
  }),
  tied: boolean({ default: true, help: 'The output layer is the transposed embedding.' }),
  ropeBase: number({ default: 10000, min: 1, help: 'Base of the rotary angles.' }),
  epsilon: number({ default: 1e-6, min: 0, help: 'Added to the mean square in RMSNorm.' }),
};

export interface Architecture extends Values<typeof architectureParameters> {
  readonly family: ModelFamily;
  readonly vocabularySize: number;
  /** With a value head on the last hidden state: a critic, 0 everywhere at the start. Training adds it; a warm start
   *  has none. */
  readonly critic?: true;
}

/** A model family as `shared/model` sees it: a declaration, no code that computes. */
export interface ModelFamily {
  /** As a model.json names it. */
  readonly name: string;
  readonly title: string;
  /** Paper with version, or repository. */
  readonly source: string;
  /** The keys of an architecture, with the defaults and ranges of this family. */
  readonly parameters: typeof architectureParameters;
  /** Names of those keys and of `vocabularySize` in a model.json, where they differ. */
  readonly configNames: Readonly<Partial<Record<ArchitectureKey, string>>>;
  /** Sizes that do not fit together, each as a sentence that starts with the key; empty when all is well. */
  problems(values: Values<typeof architectureParameters>): string[];
  /** Every tensor of the params, in the fixed order that files and graphs use. */
  tensors(architecture: Architecture): ModelTensor[];
}

export type ArchitectureKey = keyof typeof architectureParameters | 'vocabularySize';

export interface ModelTensor {
  /** In the params file and in graphs. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
  /** Training changes it. Other tensors have neither gradient nor optimizer state. */
  readonly trainable: boolean;
  /** Weight decay applies to it. */
  readonly decay: boolean;
  /** Standard deviation of a fresh tensor, around 0. */
  readonly deviation: number;
  /** The first so many numbers of a fresh tensor are 1. */
  readonly ones?: number;
}
