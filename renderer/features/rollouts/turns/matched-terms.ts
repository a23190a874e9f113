/** Which parts of a passage the query asked for: why it was found. */
import { termsOf } from '../../../../shared/retrievers/term-table.ts';

export interface Part {
  readonly text: string;
  readonly matched: boolean;
}

const term = /[\p{L}\p{M}\p{N}]+/gu;

/** The text in parts; a part is matched when it is a term of the query, as the retriever counts terms. */
export function matchedTerms(text: string, query: string): Part[] {
  const wanted = new Set(termsOf(query));
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(term)) {
    if (!wanted.has(found.toLowerCase())) continue;
    if (index > from) parts.push({ text: text.slice(from, index), matched: false });
    parts.push({ text: found, matched: true });
    from = index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), matched: false });
  return parts;
}
