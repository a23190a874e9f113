/** One token per word, tag or mark: the smallest tokenizer that the tag protocol can run on. */
import type { Tokenizer } from '../../shared/tokenizers/tokenizer.ts';

const tags = [
  '<think>',
  '</think>',
  '<search>',
  '</search>',
  '<information>',
  '</information>',
  '<answer>',
  '</answer>',
];
const fixed = `${tags.join(' ')} <end> Question: Nothing found. Now there's enough information to answer`;

/** Its vocabulary: the protocol's words and those of `text`. */
export function wordTokenizer(text: string): Tokenizer {
  const words = [...new Set(`${fixed} ${text}`.split(/\s+/).filter(Boolean))];
  const ids = new Map(words.map((word, id) => [word, id]));
  return {
    name: 'test words',
    vocabularySize: words.length,
    encode: (text) =>
      text
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => {
          const id = ids.get(word);
          if (id === undefined) throw new RangeError(`test words: unknown word ${word}`);
          return id;
        }),
    decode: (tokens) => Array.from(tokens, (id) => words[id]).join(' '),
    token: (id) => words[id],
  };
}
