/** Text as one line of a document: runs of spaces and line feeds are one space, characters without picture have their
 *  names. */
import { visibleText } from '../util/visible-text.ts';

export const oneLine = (text: string): string => visibleText(text.replace(/\r\n?/g, '\n')).replace(/\s+/g, ' ').trim();
