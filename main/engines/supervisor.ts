/** The window's scheduler: remembers why attempts failed, stops what would be refused too, and kills sessions that
 *  hang. */
import type { AttemptEnd, Engine } from './engine.ts';
import { createRefusals } from './refusals.ts';
import { createScheduler } from './scheduler.ts';
import type { QueuedRun, Scheduler, SchedulerEvents } from './scheduler.ts';
import type { Patience } from './silence.ts';
import { createWatchdog } from './watchdog.ts';

export interface Supervisor extends Omit<Scheduler<QueuedRun>, 'kill' | 'drop' | 'stopAll' | 'idle' | 'close'> {
  /** Ends its session at once. */
  kill(id: string): void;
  /** Why the last attempt at a run failed, or why to worry about the present one, as a sentence; else null. */
  failure(id: string): string | null;
  /** Empties the queue and stops every session; resolves when all are gone. Those that do not stop in time are
   *  killed. */
  close(): Promise<void>;
}

export interface SupervisorOptions {
  readonly engine: Engine;
  readonly slots: number;
  readonly codeVersion: string;
  /** The state of this run, or what its folder holds, may have changed. */
  readonly changed: (id: string) => void;
  readonly queueChanged?: SchedulerEvents<QueuedRun>['queueChanged'];
  /** Before a silent session is pointed out, and before it is killed. */
  readonly patience?: Patience;
  /** Length of a second of silence, and how long sessions may take to stop when this closes; tests shorten both. */
  readonly secondMs?: number;
  readonly mostClosingMs?: number;
}

const asked = 'killed when asked to — resume it to go on from its last checkpoint';

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { engine, slots, codeVersion, changed, queueChanged, mostClosingMs = 120_000, ...watching } = options;
  const failures = new Map<string, string>();
  const refusals = createRefusals();
  const watchdog = createWatchdog({
    ...watching,
    changed,
    isPaused: (id) => scheduler.attempt(id) === 'paused',
    kill: (id, why) => scheduler.kill(id, why),
  });
  const scheduler = createScheduler<QueuedRun>({
    ...{ engine, slots, codeVersion },
    events: {
      started: ({ id }) => watchdog.started(id),
      reported({ id }, { kind }) {
        watchdog.heard(id);
        if (kind === 'started') refusals.begun(id);
      },
      ended({ id }, end) {
        watchdog.ended(id);
        note(id, end);
      },
      changed: ({ id }) => changed(id),
      ...(queueChanged && { queueChanged }),
    },
  });

  function note(id: string, end: AttemptEnd): void {
    // A run that failed by itself has its sentence in its events too, unless a full disk took no more.
    if (end.end === 'refused' || end.end === 'crashed' || end.end === 'failed') failures.set(id, end.message);
    if (end.end !== 'refused' || !refusals.stopsAll(id, end.message)) return;
    for (const other of scheduler.drop((run) => refusals.together(run.id, id))) {
      failures.set(other.id, end.message);
      changed(other.id);
    }
  }

  return {
    enqueue(runs) {
      for (const { id } of runs.filter((run) => scheduler.attempt(run.id) === null)) {
        failures.delete(id);
        refusals.begun(id);
      }
      scheduler.enqueue(runs);
    },
    pause: scheduler.pause,
    resume: scheduler.resume,
    stop: scheduler.stop,
    kill: (id) => scheduler.kill(id, asked),
    attempt: scheduler.attempt,
    failure: (id) => failures.get(id) ?? watchdog.worry(id),
    get running() {
      return scheduler.running;
    },
    get queued() {
      return scheduler.queued;
    },
    get slots() {
      return scheduler.slots;
    },
    set slots(count) {
      scheduler.slots = count;
    },
    close() {
      watchdog.close();
      return scheduler.close(mostClosingMs);
    },
  };
}
