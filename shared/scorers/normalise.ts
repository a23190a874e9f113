/** Answers as words. There is no one standard: two normalisations are in use and their scores differ
 *  (`docs/algorithms.md`). */

// string.punctuation of Python: the 32 ASCII marks. Curly quotes and dashes stay, in both normalisations.
const punctuation = /[!-/:-@[-`{-~]/g;

// What Python's str.split() splits on. JavaScript's \s lacks U+001C–1F and U+0085 and has U+FEFF, which Python lacks.
const space = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

// JavaScript's \b knows ASCII only: it would see an article in "Aïda". A combining mark belongs to its letter.
const article = /(?<![\p{L}\p{M}\p{N}_])(a|an|the)(?![\p{L}\p{M}\p{N}_])/gu;

const words = (text: string): string[] => text.split(space).filter((word) => word !== '');

/** Lower case, each ASCII mark a space, articles kept: "J.K. Rowling" → j, k, rowling.
 *  Source: GuoqingWang1/IGPO verl/utils/reward_score/info_gain.py, preprocess_text, at bdceb82. */
export const igpoWords = (text: string): string[] => words(text.toLowerCase().replace(punctuation, ' '));

/** Lower case, ASCII marks deleted, then a, an, the removed: "J.K. Rowling" → jk, rowling.
 *  Source: SQuAD v1.1 evaluation script, normalize_answer; also Search-R1 and StepSearch. */
export const squadWords = (text: string): string[] =>
  words(text.toLowerCase().replace(punctuation, '').replace(article, ' '));
