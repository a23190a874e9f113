/** events.jsonl → rows, and the run's status. */
import { excerpt } from '../../shared/util/json.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import { isTime } from '../../shared/util/time.ts';
import { grouped } from '../../shared/util/text.ts';
import { eventKinds } from '../run-folder/journal.ts';
import type { EventKind } from '../run-folder/journal.ts';
import type { Budget } from './budget.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';
import { statusAfter } from '../run-folder/run-state.ts';
import { notedIfUnfit, objects, tail } from '../run-folder/tail.ts';
import type { Note } from '../run-folder/tail.ts';

export interface NewEvents {
  /** Offset for the following call. */
  readonly next: number;
  /** The file was truncated. */
  readonly cut: boolean;
  /** The run continued from a checkpoint. The end of a pause does not count: it supersedes nothing. */
  readonly resumed: boolean;
  /** The file had no more. */
  readonly complete: boolean;
}

/** Adds the events after byte `offset`: one piece, which is all of an honest run, and more within the budget. */
export function collectEvents(
  store: Store,
  runId: string,
  path: string,
  offset: number,
  note: Note,
  budget: Budget,
): NewEvents {
  let resumed = false;
  for (let at = offset; ;) {
    const piece = notedIfUnfit(note, () => tail(path, at));
    if (piece === null || piece.shrank || piece.lines.length === 0)
      return { next: at, cut: piece?.shrank ?? false, resumed, complete: true };
    const was = notedIfUnfit(note, () => addEvents(store, runId, path, [...objects(piece.lines, path, note)], note));
    if (was === null) return { next: at, cut: false, resumed, complete: true };
    resumed ||= was;
    at = piece.next;
    if (piece.isLast) return { next: at, cut: false, resumed, complete: true };
    if (!budget.next()) return { next: at, cut: false, resumed, complete: false };
  }
}

/** Whether the run was resumed by one of them. */
function addEvents(
  store: Store,
  runId: string,
  path: string,
  found: readonly (readonly [JsonObject, string])[],
  note: Note,
): boolean {
  let n = prepared(store, 'SELECT count(*) FROM event WHERE run_id = ?').pluck().get(runId) as number;
  let resumed = false;
  const insert = prepared(store, 'INSERT INTO event VALUES (?, ?, ?, ?, ?)');
  const update = prepared(store, 'UPDATE run SET status = ? WHERE id = ?');
  for (const [{ time, kind, ...detail }, where] of found) {
    if (!isTime(time) || !isKind(kind)) {
      note(
        `${where}: expected a time and a kind of ${eventKinds.join(', ')}, got ${excerpt(time)} and ${excerpt(kind)}`,
      );
      continue;
    }
    if (n < mostEvents) insert.run(runId, n++, time, kind, JSON.stringify(detail));
    else note(`${path}: expected at most ${grouped(mostEvents)} events, got more — the others are not listed`);
    resumed ||= kind === 'resumed' && Object.hasOwn(detail, 'superseded');
    if (statusAfter[kind]) update.run(statusAfter[kind], runId);
  }
  return resumed;
}

/** A checkpoint and an evaluation with every one of 10,000 steps. */
const mostEvents = 20_000;

const isKind = (value: unknown): value is EventKind => (eventKinds as readonly unknown[]).includes(value);
