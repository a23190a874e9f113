/** Rollout chunks → rows: summaries, questions, and the words of the rollouts. */
import { fileStamp } from '../files/read.ts';
import { readTexts } from '../run-folder/rollout-reader.ts';
import type { ChunkTexts } from '../run-folder/rollout-reader.ts';
import type { RolloutText } from '../run-folder/rollout-record.ts';
import { listChunks } from '../run-folder/run-folder.ts';
import type { ChunkFile } from '../run-folder/run-folder.ts';
import type { Budget } from './budget.ts';
import { nextChunkKey } from './chunks.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';
import { packSummaries } from './summary-columns.ts';
import { notedIfUnfit } from '../run-folder/tail.ts';
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
  const found = notedIfUnfit(note, () => listChunks(folder));
  if (found === null) return { added: 0, complete: true };
  if (found.problem !== null) note(found.problem);
  const fresh = found.files.filter(({ step, set }) => !known.has(`${step}${set}`));
  let added = 0;
  for (const file of fresh) {
    const content = readSome(store, runId, file, note, budget);
    if (content === null) return { added, complete: false };
    addChunk(store, runId, file, content);
    added++;
  }
  return { added, complete: true };
}

type Content = Pick<ChunkTexts, 'entries' | 'texts'>;

/** A chunk of which a part was read. */
interface Begun {
  /** Changes with the file: a run that was resumed writes the chunk of a step anew. */
  readonly stamp: string;
  readonly reading: ReturnType<typeof readTexts>;
}

/** Per run, so that the rollouts of a large chunk are read in several slices. */
const begun = new WeakMap<Store, Map<string, Begun>>();

/** Goes on reading the chunk as long as the budget allows; null if it is not complete yet. Gives a chunk that cannot be
 *  read as an empty one, so that it is noted once. */
function readSome(store: Store, runId: string, { path }: ChunkFile, note: Note, budget: Budget): Content | null {
  let open = begun.get(store);
  if (!open) begun.set(store, (open = new Map()));
  const stamp = `${path} ${fileStamp(path)}`;
  const known = open.get(runId);
  const reading = known?.stamp === stamp ? known.reading : readTexts(path);
  open.delete(runId);
  try {
    while (budget.next()) {
      const step = reading.next();
      if (!step.done) continue;
      if (step.value.problem !== null) note(step.value.problem);
      return step.value;
    }
    open.set(runId, { stamp, reading });
    return null;
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
