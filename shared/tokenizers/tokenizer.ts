/** Text ↔ token ids, as the model sees them. */

export interface Tokenizer {
  readonly name: string;
  readonly vocabularySize: number;
  /** Throws RangeError naming the word where the vocabulary cannot express the text. */
  encode(text: string): number[];
  /** decode(encode(text)) equals the text, spaces normalised. */
  decode(ids: ArrayLike<number>): string;
  /** The text of one token, for token strips. */
  token(id: number): string;
}

/** A member of the catalogue. */
export interface TokenizerKind {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** name: what params and rollouts are stored under. Throws RangeError for a vocabulary that it cannot work with. */
  create(name: string, vocabulary: readonly string[]): Tokenizer;
}
