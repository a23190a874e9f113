/** Text of policies, corpora and questions as the views of rollouts show it. */
import { visibleText } from '../../../shared/util/visible-text.ts';

/** A token's text: spaces and line feeds are made visible, since they were sampled too. */
export const tokenText = (token: string): string =>
  token === '' ? '∅' : visibleText(token).replace(/ /g, '·').replace(/\n/g, '⏎').replace(/\t/g, '⇥');

/** The beginning of a text that is too long to lay out at once, and how many characters follow. */
export function beginning(text: string, most: number): { readonly text: string; readonly left: number } {
  return text.length <= most ? { text, left: 0 } : { text: text.slice(0, most), left: text.length - most };
}
