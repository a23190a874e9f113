/** Text of policies, corpora and questions as it is shown: what would act on the screen instead of standing on it becomes a symbol. */

/** Marks that reorder or hide text: bidirectional controls, zero-width characters, the byte order mark, line and paragraph separators. */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const named: Readonly<Record<string, string>> = {
  '\u007f': '␡',
  '\u200b': '⟨ZWSP⟩',
  '\u200e': '⟨LRM⟩',
  '\u200f': '⟨RLM⟩',
  '\u061c': '⟨ALM⟩',
  '\u202a': '⟨LRE⟩',
  '\u202b': '⟨RLE⟩',
  '\u202c': '⟨PDF⟩',
  '\u202d': '⟨LRO⟩',
  '\u202e': '⟨RLO⟩',
  '\u2066': '⟨LRI⟩',
  '\u2067': '⟨RLI⟩',
  '\u2068': '⟨FSI⟩',
  '\u2069': '⟨PDI⟩',
  '\ufeff': '⟨BOM⟩',
};

/** Control characters as their pictures (␛ for ESC), marks that reorder text by name, half a surrogate pair as �. Tab and line feed stay. */
export const visibleText = (text: string): string => text.replace(hidden, symbol);

/** A token: spaces and line feeds are shown too, since they are part of what was sampled. */
export const tokenText = (token: string): string =>
  token === '' ? '∅' : visibleText(token).replace(/ /g, '·').replace(/\n/g, '⏎').replace(/\t/g, '⇥');

function symbol(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return named[character] ?? `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** The beginning of a text that is too long to be laid out at once, and how many characters were left out. */
export function beginning(text: string, most: number): { readonly text: string; readonly left: number } {
  return text.length <= most ? { text, left: 0 } : { text: text.slice(0, most), left: text.length - most };
}
