/** What the journal of a run says of it. */
import type { RunStatus } from '../../shared/ipc/run-state.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import type { EventKind } from './journal.ts';

/** The status after an event of this kind; other kinds do not change it. */
export const statusAfter: Readonly<Partial<Record<EventKind, RunStatus>>> = {
  started: 'running',
  resumed: 'running',
  paused: 'paused',
  stopped: 'stopped',
  finished: 'finished',
  failed: 'failed',
};

/** The status after all events of a run's journal, and the sentence of one that failed; null otherwise. */
export function statusOf(events: readonly JsonObject[]): {
  readonly status: RunStatus;
  readonly failure: string | null;
} {
  const last = events.findLast(({ kind }) => Object.hasOwn(statusAfter, String(kind)));
  const status = statusAfter[last?.kind as EventKind] ?? 'running';
  return { status, failure: status === 'failed' ? String(last!.message) : null };
}
