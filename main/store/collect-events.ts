/** events.jsonl → rows, and the run's status. */
import { excerpt } from '../../shared/util/json.ts';
import { isTime } from '../../shared/util/time.ts';
import { eventKinds } from '../run-folder/journal.ts';
import type { EventKind } from '../run-folder/journal.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';
import { statusAfter } from '../run-folder/run-state.ts';
import { objects, tail } from '../run-folder/tail.ts';
import type { Note } from '../run-folder/tail.ts';

/** Adds the events after byte `offset`. `next`: offset for the following call · `resumed`: the run continued from a
 *  checkpoint. The end of a pause does not count: it supersedes nothing. */
export function collectEvents(store: Store, runId: string, path: string, offset: number, note: Note) {
  const { lines, next, shrank } = tail(path, offset, Infinity);
  let n = prepared(store, 'SELECT count(*) FROM event WHERE run_id = ?').pluck().get(runId) as number;
  let resumed = false;
  const insert = prepared(store, 'INSERT INTO event VALUES (?, ?, ?, ?, ?)');
  const update = prepared(store, 'UPDATE run SET status = ? WHERE id = ?');
  for (const [{ time, kind, ...detail }, where] of objects(lines, path, note)) {
    if (!isTime(time) || !isKind(kind)) {
      note(
        `${where}: expected a time and a kind of ${eventKinds.join(', ')}, got ${excerpt(time)} and ${excerpt(kind)}`,
      );
      continue;
    }
    insert.run(runId, n++, time, kind, JSON.stringify(detail));
    resumed ||= kind === 'resumed' && Object.hasOwn(detail, 'superseded');
    if (statusAfter[kind]) update.run(statusAfter[kind], runId);
  }
  return { next, cut: shrank, resumed };
}

const isKind = (value: unknown): value is EventKind => (eventKinds as readonly unknown[]).includes(value);
