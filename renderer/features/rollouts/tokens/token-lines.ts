/** Lines of tokens in a fixed-width font, so that of 32,000 tokens only those on screen become elements. */

/** Characters between two tokens, the padding of a cell. */
const gap = 0.75;

/** First token of every line, [lines + 1]. widths: [words] characters of every distinct token text; words: [T] which
 *  one each token is. A token wider than a line has a line to itself; a turn begins a new line. */
export function tokenLines(
  words: Uint32Array,
  widths: ArrayLike<number>,
  perLine: number,
  breaks: readonly number[] = [],
): Uint32Array {
  const starts: number[] = [];
  const forced = new Set(breaks);
  let used = Infinity;
  for (let t = 0; t < words.length; t++) {
    const width = widths[words[t]] + gap;
    if (used + width > perLine || forced.has(t)) {
      starts.push(t);
      used = 0;
    }
    used += width;
  }
  return Uint32Array.from([...starts, words.length]);
}

/** The line that a token is on. */
export function lineOf(lines: Uint32Array, token: number): number {
  let [low, high] = [0, lines.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle] <= token) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Columns that a text takes in a fixed-width font: wide characters of East Asian scripts and emoji take two, marks
 *  none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
