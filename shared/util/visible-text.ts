/** Makes received text safe to show: characters that would act on a screen, hide or reorder text become their names. */

/** Control characters but tab and line feed; whatever is drawn as nothing (zero-width, bidirectional marks, fillers,
 *  tags, the byte order mark); line and paragraph separators; noncharacters; half surrogate pairs. Kept are the
 *  variation selectors of emoji. A joiner joins emoji and letters of many scripts: it hides only after a Latin letter,
 *  a digit, a mark of punctuation, a space, a character without picture or nothing. */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb\p{Noncharacter_Code_Point}\p{Surrogate}]|(?![\u200c\u200d\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}|(?<![^\p{Script=Latin}\p{N}\p{P}\p{C}\s])[\u200c\u200d]/gu;

const control =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );
const named = new Map([
  ...control.map((name, code) => [String.fromCharCode(code), name] as const),
  ['\u007f', 'DEL'],
  ['\u00ad', 'SHY'],
  ['\u061c', 'ALM'],
  ['\u200b', 'ZWSP'],
  ['\u200c', 'ZWNJ'],
  ['\u200d', 'ZWJ'],
  ['\u200e', 'LRM'],
  ['\u200f', 'RLM'],
  ['\u2028', 'LS'],
  ['\u2029', 'PS'],
  ['\u202a', 'LRE'],
  ['\u202b', 'RLE'],
  ['\u202c', 'PDF'],
  ['\u202d', 'LRO'],
  ['\u202e', 'RLO'],
  ['\u2060', 'WJ'],
  ['\u2066', 'LRI'],
  ['\u2067', 'RLI'],
  ['\u2068', 'FSI'],
  ['\u2069', 'PDI'],
  ['\ufeff', 'BOM'],
]);

/** The text with such characters by name, ⟨ESC⟩, since fonts lack their pictures. Half a surrogate pair is �. Tab and
 *  line feed stay. */
export const visibleText = (text: string): string => text.replace(hidden, symbol);

/** The same as one line: tab and line feed by name too. */
export const visibleLine = (text: string): string => visibleText(text).replace(/[\t\n]/g, symbol);

/** JSON as ASCII escapes it where a character would act on a screen: the same value to whoever parses it. A typed array
 *  is a list. */
export const visibleJson = (
  value: unknown,
  replacer: (key: string, value: unknown) => unknown = (_, one) => one,
  indent?: number,
): string =>
  JSON.stringify(value, (key, one: unknown) => listed(replacer(key, one)), indent).replace(hidden, (character) =>
    character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );

const listed = (value: unknown): unknown =>
  ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value;

function symbol(character: string): string {
  const code = character.codePointAt(0)!;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `⟨${named.get(character) ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}⟩`;
}
