/** Makes text of policies, corpora and questions safe to show: characters that would act on the screen are replaced
 *  by their names. */

/** Marks that reorder or hide text: bidirectional controls, zero-width characters, the byte order mark, line and
 *  paragraph separators. */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const control =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );
const named: Readonly<Record<string, string>> = {
  '\u007f': 'DEL',
  '\u061c': 'ALM',
  '\u200b': 'ZWSP',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\ufeff': 'BOM',
};

/** Control characters and reordering marks by name, ⟨ESC⟩, since fonts lack their pictures. Half a surrogate pair is
 *  �. Tab and line feed stay. */
export const visibleText = (text: string): string => text.replace(hidden, symbol);

/** A token's text: spaces and line feeds are made visible, since they were sampled too. */
export const tokenText = (token: string): string =>
  token === '' ? '∅' : visibleText(token).replace(/ /g, '·').replace(/\n/g, '⏎').replace(/\t/g, '⇥');

function symbol(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `⟨${control[code] ?? named[character] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}⟩`;
}

/** The beginning of a text that is too long to lay out at once, and how many characters follow. */
export function beginning(text: string, most: number): { readonly text: string; readonly left: number } {
  return text.length <= most ? { text, left: 0 } : { text: text.slice(0, most), left: text.length - most };
}
