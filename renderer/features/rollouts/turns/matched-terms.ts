/** The parts of a passage that match the query: why it was retrieved. */
import { termsOf } from '../../../../shared/retrievers/term-table.ts';

export interface Part {
  readonly text: string;
  readonly matched: boolean;
}

const term = /[\p{L}\p{M}\p{N}]+/gu;

/** The text in parts; a part is matched if it is a term of the query, tokenised as by the retriever. */
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
