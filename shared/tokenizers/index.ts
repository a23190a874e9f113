/** The catalogue of tokenizers, and how one is made from what it is called and what it knows. */
import type { Tokenizer, TokenizerKind } from './tokenizer.ts';
import { word } from './word.ts';

export const tokenizers = { word } as const satisfies Readonly<Record<string, TokenizerKind>>;

/** Which tokenizer, as data: two of one kind differ in their words. */
export interface TokenizerSpec {
  readonly kind: keyof typeof tokenizers;
  /** Stored with params and rollouts, which only this tokenizer can read. */
  readonly name: string;
  readonly vocabulary: readonly string[];
}

/** Throws RangeError for a vocabulary that its kind cannot work with. */
export const createTokenizer = ({ kind, name, vocabulary }: TokenizerSpec): Tokenizer =>
  tokenizers[kind].create(name, vocabulary);
