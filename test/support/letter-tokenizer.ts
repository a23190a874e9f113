/** One token per character of ASCII, its code: a tokenizer that writes every tag with several tokens. */
import type { Tokenizer } from '../../shared/tokenizers/tokenizer.ts';

export const letterTokenizer: Tokenizer = {
  name: 'letters',
  vocabularySize: 128,
  encode: (text) => Array.from(text, (letter) => letter.charCodeAt(0)),
  decode: (tokens) => String.fromCharCode(...Array.from(tokens)),
  token: (id) => String.fromCharCode(id),
};
