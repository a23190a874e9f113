/** Text that is safe to put into HTML and SVG: everything interpolated is escaped unless it is markup itself. */
import { visibleText } from '../util/visible-text.ts';

export interface Markup {
  readonly markup: string;
}

type Piece = string | number | null | Markup | readonly Piece[];

/** Tagged template: markup`<b>${text}</b>`. null gives nothing, lists are joined. */
export function markup(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return { markup: parts.map((part, i) => (i === 0 ? part : render(pieces[i - 1]) + part)).join('') };
}

/** Text that we wrote ourselves, such as the style sheet. */
export const trusted = (text: string): Markup => ({ markup: text });

export const nothing: Markup = { markup: '' };

function render(piece: Piece): string {
  if (piece === null) return '';
  if (typeof piece === 'number' || typeof piece === 'string') return escaped(String(piece));
  return 'markup' in piece ? piece.markup : piece.map(render).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML and XML take it. Control characters, which neither allows, and marks that reorder text are named. */
export const escaped = (text: string): string => visibleText(text).replace(/[&<>"']/g, (c) => entities[c]);
