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
