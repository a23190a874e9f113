/** One token per word, punctuation mark or tag, over a fixed vocabulary. Case-sensitive.
 *  A word outside the vocabulary is an error. */
import { closest } from '../util/text.ts';
import type { Tokenizer, TokenizerKind } from './tokenizer.ts';

/** A tag, a punctuation mark, or anything else up to the next of these or a space. */
const piece = /<\/?[a-z]+>|[.,?:<>]|[^\s.,?:<>]+/g;
const tag = /^<\/?[a-z]+>$/;
const punctuation = /^[.,?:]$/;

/** Tokenizer whose ids are the positions in `vocabulary`, which must begin with `<pad>`.
 *  Decoded text has one space between words, none before . , ? : and none beside a tag:
 *  `<search>mother of Bela</search>`.
 *  Throws RangeError for a repeated entry or one that is not exactly one piece of text. `encode` throws RangeError for
 *  an unknown word, `decode` and `token` for an id outside the vocabulary. */
export function wordTokenizer(name: string, vocabulary: readonly string[]): Tokenizer {
  if (vocabulary[0] !== '<pad>')
    throw new RangeError(`wordTokenizer ${name}: expected <pad> as entry 0, got ${JSON.stringify(vocabulary[0])}`);
  const ids = new Map<string, number>();
  for (const [id, word] of vocabulary.entries()) {
    if (word.match(piece)?.[0] !== word)
      throw new RangeError(`wordTokenizer ${name}: expected entry ${id} to be one word, got ${JSON.stringify(word)}`);
    if (ids.has(word)) throw new RangeError(`wordTokenizer ${name}: expected each word once, got "${word}" twice`);
    ids.set(word, id);
  }

  const unknown = (word: string) => {
    const near = word.length > 3 ? closest(word, vocabulary) : null; // two edits turn any short word into any other
    const hint = near === null ? '' : ` — did you mean ${near}?`;
    return new RangeError(`tokenizer ${name}: expected a word of its vocabulary, got ${JSON.stringify(word)}${hint}`);
  };
  const token = (id: number): string => {
    const word = vocabulary[id];
    if (word === undefined)
      throw new RangeError(`tokenizer ${name}: expected a token id below ${vocabulary.length}, got ${id}`);
    return word;
  };

  return {
    name,
    vocabularySize: vocabulary.length,
    token,
    encode: (text) =>
      (text.match(piece) ?? []).map((word) => {
        const id = ids.get(word);
        if (id === undefined) throw unknown(word);
        return id;
      }),
    decode: (tokens) => {
      let text = '';
      let afterTag = true; // as at the start of a text: no space
      for (let i = 0; i < tokens.length; i++) {
        const word = token(tokens[i]);
        const isTag = tag.test(word);
        text += afterTag || isTag || punctuation.test(word) ? word : ` ${word}`;
        afterTag = isTag;
      }
      return text;
    },
  };
}

export const word: TokenizerKind = {
  name: 'word',
  title: 'Words',
  help: 'One token per word, punctuation mark or tag, over a fixed vocabulary.',
  create: wordTokenizer,
};
