/** Word index of the rollouts: for every chunk and word a set of bits, one bit a rollout. SQLite's text index keeps an
 *  entry for each rollout instead: two frequent words in 100,000 rollouts took it 35 ms of processor time, this 7 ms.
 *  Nothing that a user types can be a syntax error here. */
import { termsOf } from '../../shared/retrievers/term-table.ts';
import type { Passage } from '../../shared/data/passage.ts';
import type { RolloutText } from '../run-folder/rollout-record.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';

/** Longer words are cut, in the index and in a search, so that no text makes a row large. */
const mostCharacters = 40;

/** Lower-cased runs of letters, marks and digits of any script, as the built-in retriever finds them. */
const wordsOf = (text: string): string[] => termsOf(text).map((word) => word.slice(0, mostCharacters));

/** Reads the distinct words of a rollout's question, thoughts, queries, passages and answer. Shared texts are read
 *  once. */
function wordReader(): (text: RolloutText) => Set<string> {
  const known = new Map<string | Passage, readonly string[]>();
  const read = (source: string | Passage): readonly string[] => {
    let words = known.get(source);
    if (!words) {
      words = [...new Set(wordsOf(typeof source === 'string' ? source : `${source.title} ${source.text}`))];
      known.set(source, words);
    }
    return words;
  };
  return ({ question, answer, turns }) => {
    const words = new Set(read(question.text));
    const add = (source: string | Passage | null) => {
      if (source !== null) for (const word of read(source)) words.add(word);
    };
    add(answer);
    for (const { thought, query, retrieval } of turns) {
      add(thought);
      add(query);
      for (const { passage } of retrieval?.passages ?? []) add(passage);
    }
    return words;
  };
}

/** texts: by row of the chunk's summaries; null where one could not be read. */
export function addWords(store: Store, chunk: number, texts: readonly (RolloutText | null)[]): void {
  const wordsIn = wordReader();
  const sets = new Map<string, number[]>();
  texts.forEach((text, row) => {
    for (const word of text ? wordsIn(text) : []) {
      const bits = sets.get(word);
      if (bits) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
      else {
        const first = new Array<number>(row >> 3).fill(0);
        sets.set(word, [...first, 1 << (row & 7)]);
      }
    }
  });
  const insert = store.prepare('INSERT INTO rollout_word VALUES (?, ?, ?)');
  for (const word of [...sets.keys()].sort()) insert.run(chunk, word, Buffer.from(sets.get(word)!));
}

/** A set of rows: row i is bit i % 8 of byte ⌊i / 8⌋; bytes beyond the end are 0. */
export type RowSet = Uint8Array;

export const hasRow = (set: RowSet, row: number): boolean => ((set[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;

/** The chunks that have a rollout with every word of the text, and its rows. The last word may be a prefix, as if still
 *  being typed. Null for a text without a word, which does not restrict. */
export function rowsThatSay(store: Store, chunks: readonly number[], text: string): Map<number, RowSet> | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const last = words.pop()!;
  let found = new Map<number, RowSet>();
  let left = chunks;
  const keep = (sets: Map<number, RowSet>, isFirst: boolean) => {
    found = isFirst ? sets : new Map([...sets].map(([chunk, set]) => [chunk, both(set, found.get(chunk)!)]));
    left = [...found.keys()];
  };
  [...new Set(words)].forEach((word, i) => keep(rowSets(store, left, word, word), i === 0));
  // No word holds U+10FFFF, so that everything which begins with the last word sorts before the end of this range.
  keep(rowSets(store, left, last, `${last}\u{10ffff}`), words.length === 0);
  return found;
}

/** By chunk, the rows with a word from `first` to `last`. SQLite returns one hexadecimal text per chunk: the first
 *  letter of a word has 60,000 rows in 100,000 rollouts, which take 20 ms so and 50 ms one by one. */
function rowSets(store: Store, chunks: readonly number[], first: string, last: string): Map<number, RowSet> {
  const rows = prepared(
    store,
    `SELECT w.chunk, max(length(w.rollouts)), group_concat(hex(w.rollouts), ' ')
     FROM json_each(?) c CROSS JOIN rollout_word w ON w.chunk = c.value AND w.word BETWEEN ? AND ? GROUP BY c.value`,
  )
    .raw()
    .all(JSON.stringify(chunks), first, last) as [number, number, string][];
  return new Map(rows.map(([chunk, length, hex]) => [chunk, either(length, hex)]));
}

function both(a: RowSet, b: RowSet): RowSet {
  const rows = new Uint8Array(Math.min(a.length, b.length));
  for (let i = 0; i < rows.length; i++) rows[i] = a[i] & b[i];
  return rows;
}

/** The union of sets of at most `length` bytes, given in hexadecimal with spaces between. */
function either(length: number, sets: string): RowSet {
  const rows = new Uint8Array(length);
  for (let at = 0, byte = 0; at < sets.length; at += 2) {
    if (sets.charCodeAt(at) === space) {
      at++;
      byte = 0;
    }
    rows[byte++] |= (digit(sets.charCodeAt(at)) << 4) | digit(sets.charCodeAt(at + 1));
  }
  return rows;
}

const space = 32;
/** Of a code of 0–9 or A–F. */
const digit = (code: number): number => (code & 15) + 9 * (code >> 6);
