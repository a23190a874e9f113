/** The one scheduler, of the window and of the command line: runs wait in order, and on every device as many train as
 *  there are slots. */
import type { RunConfig } from '../../shared/config/run-config.ts';
import type { AttemptState } from '../../shared/ipc/run-state.ts';
import { refuseLinks } from '../files/own.ts';
import { isRun } from '../run-folder/run-summary.ts';
import type { SessionReport } from '../trainer/session.ts';
import { beginAttempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptEnd, Engine } from './engine.ts';
import { nextToStart } from './slots.ts';
import type { Demand } from './slots.ts';

export interface QueuedRun extends Demand {
  readonly id: string;
  readonly folder: string;
  /** A folder above it that is trusted; no link between the two is followed. */
  readonly root: string;
  /** Of a run that may have to be begun; null where the folder holds one. */
  readonly config: RunConfig | null;
}

/** What becomes of the runs, as it happens. */
export interface SchedulerEvents<R extends QueuedRun> {
  /** An attempt at the run began. */
  started?(run: R): void;
  reported?(run: R, report: SessionReport): void;
  /** The attempt is over. Its slot is filled after this call. */
  ended(run: R, end: AttemptEnd): void;
  /** Its turn came, and nothing was left to do. */
  passedOver?(run: R): void;
  /** Its state is another one than before, or may be. */
  changed?(run: R): void;
  /** Ids of the runs that wait, in order: at first, and when others wait than before. Not when the scheduler closes, so
   *  that they can be queued again by the next start. */
  queueChanged?(ids: readonly string[]): void;
}

export interface SchedulerOptions<R extends QueuedRun> {
  readonly engine: Engine;
  /** Of each device. */
  readonly slots: number;
  readonly codeVersion: string;
  /** Whether nothing is left to do for a run, asked when its turn has come. */
  readonly isOver?: (run: R) => boolean;
  readonly events: SchedulerEvents<R>;
}

export interface Scheduler<R extends QueuedRun> {
  /** A run that waits or trains already is not queued twice. */
  enqueue(runs: readonly R[]): void;
  /** Takes runs out of the queue, and returns them. */
  drop(which: (run: R) => boolean): R[];
  /** Throw a sentence when the run is not in a state for it. */
  pause(id: string): void;
  resume(id: string): void;
  /** A queued run leaves the queue; one that trains ends after its step in progress, with a checkpoint. */
  stop(id: string): void;
  /** Ends the attempt at once; `why` becomes the message of its end. */
  kill(id: string, why: string): void;
  /** Empties the queue and stops every attempt. */
  stopAll(): void;
  /** Null where the run neither waits nor trains. */
  attempt(id: string): AttemptState | null;
  readonly running: number;
  readonly queued: number;
  slots: number;
  /** Resolves when nothing trains and nothing waits. */
  idle(): Promise<void>;
  /** Stops everything for good; resolves when no attempt is left. Those that do not stop in time are killed. */
  close(mostMs: number): Promise<void>;
}

export function createScheduler<R extends QueuedRun>(options: SchedulerOptions<R>): Scheduler<R> {
  const { engine, codeVersion, isOver = () => false, events } = options;
  let { slots } = options;
  let closing = false;
  const queue = new Map<string, R>();
  const active = new Map<string, { readonly run: R; readonly attempt: Attempt }>();
  const ends = new Set<Promise<void>>();
  const changed = (run: R): void => events.changed?.(run);

  function fill(): void {
    for (;;) {
      const waiting = [...queue.values()];
      const beside = [...active.values()].map(({ run }) => run);
      const next = waiting[nextToStart(waiting, beside, slots)];
      if (next === undefined) break;
      queue.delete(next.id);
      if (isOver(next)) events.passedOver?.(next);
      else begin(next);
    }
    reportQueue();
  }

  /** Null at first: who listens may hold what waited before this start, even if nothing does now. */
  let reportedQueue: string | null = null;
  function reportQueue(): void {
    const ids = [...queue.keys()];
    const text = ids.join('\n');
    if (closing || text === reportedQueue) return;
    reportedQueue = text;
    events.queueChanged?.(ids);
  }

  function begin(run: R): void {
    const { id, folder, root } = run;
    let attempt: Attempt;
    try {
      refuseLinks(root, folder); // at the last moment: it may have waited for days
      const request = { folder, config: isRun(folder) ? null : run.config, codeVersion };
      attempt = beginAttempt(engine, request, (report) => {
        events.reported?.(run, report);
        changed(run);
      });
    } catch (error) {
      events.ended(run, { end: 'refused', message: (error as Error).message });
      return changed(run);
    }
    active.set(id, { run, attempt });
    events.started?.(run);
    changed(run);
    const over = attempt.ended.then((end) => {
      ends.delete(over);
      active.delete(id);
      events.ended(run, end);
      changed(run);
      fill();
    });
    ends.add(over);
  }

  /** Gives the order to a run that trains and is in one of the states. Throws a sentence when it is in another. */
  function order(id: string, name: string, states: readonly AttemptState[], give: (attempt: Attempt) => void): void {
    const one = active.get(id);
    const state = one?.attempt.state ?? (queue.has(id) ? 'queued' : 'not training here');
    if (one === undefined || !states.some((expected) => expected === state))
      throw new Error(`${id}: expected a run that is ${states.join(' or ')} to ${name}, got one that is ${state}`);
    give(one.attempt);
    changed(one.run);
  }

  function drop(which: (run: R) => boolean): R[] {
    const dropped = [...queue.values()].filter(which);
    for (const { id } of dropped) queue.delete(id);
    reportQueue();
    dropped.forEach(changed);
    return dropped;
  }

  function stopAll(): void {
    drop(() => true);
    for (const id of active.keys()) order(id, 'stop', training, (attempt) => attempt.stop());
  }

  async function idle(): Promise<void> {
    while (ends.size > 0) await Promise.all(ends); // an end begins the next run
  }

  return {
    enqueue(runs) {
      for (const run of runs) {
        if (closing || active.has(run.id) || queue.has(run.id)) continue;
        queue.set(run.id, run);
        changed(run);
      }
      fill();
    },
    drop,
    pause: (id) => order(id, 'pause', ['starting', 'running'], (attempt) => attempt.pause()),
    resume: (id) => order(id, 'resume', ['running', 'paused'], (attempt) => attempt.resume()),
    stop(id) {
      if (queue.has(id)) drop((run) => run.id === id);
      else order(id, 'stop', training, (attempt) => attempt.stop());
    },
    kill: (id, why) => order(id, 'kill', training, (attempt) => attempt.kill(why)),
    stopAll,
    attempt: (id) => active.get(id)?.attempt.state ?? (queue.has(id) ? 'queued' : null),
    get running() {
      return active.size;
    },
    get queued() {
      return queue.size;
    },
    get slots() {
      return slots;
    },
    set slots(count) {
      slots = count;
      fill();
    },
    idle,
    async close(mostMs) {
      closing = true;
      stopAll();
      const timer = setTimeout(() => {
        for (const { attempt } of active.values()) attempt.kill(late);
      }, mostMs);
      await idle();
      clearTimeout(timer);
    },
  };
}

/** States of a run that trains. */
const training: readonly AttemptState[] = ['starting', 'running', 'paused', 'stopping'];

const late = 'killed, since it did not stop in time — resume it to go on from its last checkpoint';
