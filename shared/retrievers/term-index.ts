/** Which passages hold which terms, as posting lists in typed arrays. Knows nothing of ranking. */
import type { Passage } from '../data/passage.ts';
import { createTermTable } from './term-table.ts';
import type { TermTable } from './term-table.ts';

/** W terms, P passages. */
export interface TermIndex {
  /** W terms, numbered. */
  readonly table: TermTable;
  /** [W + 1] the postings of term w are those from starts[w] up to starts[w + 1]. */
  readonly starts: Uint32Array;
  /** [postings] passage indices, ascending within a term. */
  readonly postings: Uint32Array;
  /** [postings] how often that passage holds that term. */
  readonly frequencies: Uint32Array;
  /** [P] terms in title and text together, repeats counted. */
  readonly lengths: Uint32Array;
}

export function buildTermIndex(passages: readonly Passage[]): TermIndex {
  const table = createTermTable();
  const lengths = new Uint32Array(passages.length);
  const documentFrequency: number[] = []; // [W]
  const lastPassage: number[] = []; // [W] the last passage seen to hold the term
  let tokens = new Uint32Array(1024); // every term of every passage, in order
  let used = 0;
  for (const [p, { title, text }] of passages.entries()) {
    const terms = table.add(`${title} ${text}`);
    lengths[p] = terms.length;
    if (used + terms.length > tokens.length) tokens = grown(tokens, used + terms.length);
    for (const term of terms) {
      if (lastPassage[term] !== p) documentFrequency[term] = (documentFrequency[term] ?? 0) + 1;
      lastPassage[term] = p;
      tokens[used++] = term;
    }
  }

  const starts = new Uint32Array(table.terms.length + 1);
  for (let term = 0; term < table.terms.length; term++) starts[term + 1] = starts[term] + documentFrequency[term];
  const postings = new Uint32Array(starts[table.terms.length]);
  const frequencies = new Uint32Array(postings.length);
  const ends = starts.slice(); // [W] where the next posting of the term goes
  for (let p = 0, at = 0; p < passages.length; p++) {
    for (const last = at + lengths[p]; at < last; at++) {
      const term = tokens[at];
      const isNew = ends[term] === starts[term] || postings[ends[term] - 1] !== p;
      if (isNew) postings[ends[term]++] = p;
      frequencies[ends[term] - 1]++;
    }
  }
  return { table, starts, postings, frequencies, lengths };
}

/** A copy with room for at least `length` values, doubled so that growing costs linear time in total. */
function grown(values: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(Math.max(length, 2 * values.length));
  copy.set(values);
  return copy;
}
