/** What a run is, from its events. */
import type { EventKind } from './journal.ts';

export type RunStatus = 'running' | 'paused' | 'stopped' | 'finished' | 'failed';

/** What a run is after its last event of one of these kinds. */
export const statusAfter: Readonly<Partial<Record<EventKind, RunStatus>>> = {
  started: 'running',
  resumed: 'running',
  paused: 'paused',
  stopped: 'stopped',
  finished: 'finished',
  failed: 'failed',
};
