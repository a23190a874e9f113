/** Rollout chunks → rows: summaries, questions, and the words of the rollouts. */
import type { ChunkEntry } from '../run-folder/rollout-chunk.ts';
import { readTexts } from '../run-folder/rollout-reader.ts';
import type { RolloutText } from '../run-folder/rollout-record.ts';
import { chunkFiles } from '../run-folder/run-folder.ts';
import type { ChunkFile } from '../run-folder/run-folder.ts';
import type { Budget } from './budget.ts';
import { nextChunkKey } from './chunks.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';
import { packSummaries } from './summary-columns.ts';
import type { Note } from '../run-folder/tail.ts';
import { addWords } from './words.ts';

/** Adds the chunks that the store lacks. A chunk appears whole and never changes. `added`: how many · `complete`: no
 *  chunk is missing any more. */
export function collectRollouts(
  store: Store,
  runId: string,
  folder: string,
  note: Note,
  budget: Budget,
): { readonly added: number; readonly complete: boolean } {
  const known = new Set(
    prepared(store, 'SELECT step || chunk_set FROM rollout_chunk WHERE run_id = ?').pluck().all(runId) as string[],
  );
  const fresh = chunkFiles(folder).filter(({ step, set }) => !known.has(`${step}${set}`));
  let added = 0;
  for (const file of fresh) {
    if (!budget.next()) return { added, complete: false };
    addChunk(store, runId, file, readOrNote(file, note));
    added++;
  }
  return { added, complete: true };
}

interface Content {
  readonly entries: readonly ChunkEntry[];
  /** By position in `entries`; null where one is damaged. */
  readonly texts: readonly (RolloutText | null)[];
}

/** Reads a chunk that cannot be read as an empty one, so that it is noted once. */
function readOrNote({ path }: ChunkFile, note: Note): Content {
  try {
    const { problem, ...content } = readTexts(path);
    if (problem !== null) note(problem);
    return content;
  } catch (error) {
    note((error as Error).message);
    return { entries: [], texts: [] };
  }
}

function addChunk(store: Store, runId: string, { step, set }: ChunkFile, { entries, texts }: Content): void {
  const key = nextChunkKey(store);
  prepared(
    store,
    'INSERT INTO rollout_chunk (key, run_id, step, chunk_set, rollouts, summaries) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(key, runId, step, set, entries.length, packSummaries(entries, questionKeys(store, texts)));
  addWords(store, key, texts);
}

/** Gives the key of a question by its id, and adds a row for a new one. Its text is empty if no rollout of it can be
 *  read. */
function questionKeys(store: Store, read: readonly (RolloutText | null)[]): (id: string) => number {
  const texts = new Map(read.flatMap((one) => (one ? [[one.question.id, one.question.text] as const] : [])));
  const find = store.prepare('SELECT key FROM question WHERE id = ? AND text = ?').pluck();
  const insert = store.prepare('INSERT INTO question (id, text) VALUES (?, ?)');
  const keys = new Map<string, number>();
  return (id) => {
    const text = texts.get(id) ?? '';
    const key = keys.get(id) ?? (find.get(id, text) as number | undefined);
    keys.set(id, key ?? Number(insert.run(id, text).lastInsertRowid));
    return keys.get(id)!;
  };
}
