/** Which rollouts say which words: for every chunk and word a set of bits, one bit a rollout. A word that half of a hundred thousand
 *  rollouts say is eight hundred short rows here. SQLite's text index keeps an entry for each rollout instead: two frequent words in
 *  100,000 rollouts took it 35 ms of processor time, this 7 ms. Here nothing that a user types can be a syntax error either. */
import { termsOf } from '../../shared/retrievers/term-table.ts';
import type { Passage } from '../../shared/data/passage.ts';
import type { StoredRollout } from '../../shared/train/stored-rollout.ts';
import type { Store } from './open.ts';

/** Longer ones are cut, here and when they are looked for: no text makes a row large. */
const mostCharacters = 40;

/** Lower-cased runs of letters, marks and digits of any script, as the built-in retriever finds them. */
const wordsOf = (text: string): string[] => termsOf(text).map((word) => word.slice(0, mostCharacters));

/** Gives the distinct words of a rollout's question, thoughts, queries, passages and answer. What rollouts share is read once. */
export function wordReader(): (stored: StoredRollout) => Set<string> {
  const known = new Map<string | Passage, readonly string[]>();
  const read = (source: string | Passage): readonly string[] => {
    let words = known.get(source);
    if (!words) {
      words = [...new Set(wordsOf(typeof source === 'string' ? source : `${source.title} ${source.text}`))];
      known.set(source, words);
    }
    return words;
  };
  return ({ rollout, question }) => {
    const words = new Set(read(question.text));
    const add = (source: string | Passage | null) => {
      if (source !== null) for (const word of read(source)) words.add(word);
    };
    add(rollout.answer);
    for (const { thought, query, retrieval } of rollout.turns) {
      add(thought);
      add(query);
      for (const { passage } of retrieval?.passages ?? []) add(passage);
    }
    return words;
  };
}

/** rollouts: by row of the chunk's summaries; null where what one says could not be read. */
export function addWords(store: Store, chunk: number, rollouts: readonly (StoredRollout | null)[]): void {
  const wordsIn = wordReader();
  const sets = new Map<string, number[]>();
  rollouts.forEach((stored, row) => {
    for (const word of stored ? wordsIn(stored) : []) {
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

/** Of the chunks, those with a rollout that says every word of the text, and which rows; the last word may go on, as if still being
 *  typed. Null for a text without a word, which asks for nothing. */
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

/** By chunk, the rows that say a word from `first` to `last`. */
function rowSets(store: Store, chunks: readonly number[], first: string, last: string): Map<number, RowSet> {
  const rows = store
    .prepare(
      `SELECT w.chunk, w.rollouts FROM json_each(?) c CROSS JOIN rollout_word w ON w.chunk = c.value
       AND w.word BETWEEN ? AND ?`,
    )
    .raw()
    .all(JSON.stringify(chunks), first, last) as [number, RowSet][];
  const sets = new Map<number, RowSet>();
  for (const [chunk, set] of rows) {
    const other = sets.get(chunk);
    sets.set(chunk, other ? either(set, other) : set);
  }
  return sets;
}

const both = (a: RowSet, b: RowSet): RowSet => a.map((byte, i) => byte & (b[i] ?? 0));

/** Changes the longer of the two. */
function either(a: RowSet, b: RowSet): RowSet {
  const [long, short] = a.length > b.length ? [a, b] : [b, a];
  for (let i = 0; i < short.length; i++) long[i]! |= short[i]!;
  return long;
}
