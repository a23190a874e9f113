/** What a run is: from the last event of its journal, from who holds its lock, and from what this process does with
 *  it. */

/** What the journal says. A process that was killed leaves `running` or `paused` behind. */
export type RunStatus = 'running' | 'paused' | 'stopped' | 'finished' | 'failed';

/** What this process does with a run: it waits for a slot, or a session of this process computes it. */
export const attemptStates = ['queued', 'starting', 'running', 'paused', 'stopping'] as const;
export type AttemptState = (typeof attemptStates)[number];

/** `planned`: of an experiment, not begun and not queued. `interrupted`: it has not ended, and no process writes to
 *  it. */
export type RunState = RunStatus | AttemptState | 'planned' | 'interrupted';

export interface RunFacts {
  /** Null before it has begun. */
  readonly status: RunStatus | null;
  /** Null where this process does nothing with it. */
  readonly attempt?: AttemptState | null;
  /** Whether a process holds the lock of its folder; asked only where that decides. */
  readonly isLocked: () => boolean;
}

export function runState({ status, attempt = null, isLocked }: RunFacts): RunState {
  if (attempt !== null) return attempt;
  if (status === null) return 'planned';
  const hasEnded = status !== 'running' && status !== 'paused';
  return hasEnded || isLocked() ? status : 'interrupted';
}
