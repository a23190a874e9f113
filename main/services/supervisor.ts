/** Trains queued runs, as many at a time as there are slots, each in a process of its own, and says what became of them. */
import type { RunConfig } from '../../shared/config/run-config.ts';
import type { RunState } from '../../shared/ipc/views.ts';
import { isRun } from './run-summary.ts';
import type { ProcessEnd, startTraining, TrainingProcess } from './training-process.ts';

export interface QueuedRun {
  readonly id: string;
  readonly folder: string;
  /** Null goes on with the run in the folder. */
  readonly config: RunConfig | null;
}

/** What the supervisor knows of a run beyond its folder. */
export interface Attempt {
  readonly state: RunState & ('queued' | 'starting' | 'running' | 'paused' | 'stopping');
  readonly pid: number | null;
}

interface Active {
  readonly run: QueuedRun;
  readonly process: TrainingProcess;
  state: Attempt['state'];
}

export interface Supervisor {
  enqueue(runs: readonly QueuedRun[]): void;
  /** Throw a sentence when the run is not in a state for it. */
  pause(id: string): void;
  resume(id: string): void;
  /** A queued run leaves the queue; one that trains ends after its step in progress, with a checkpoint. */
  stop(id: string): void;
  attempt(id: string): Attempt | null;
  /** Why the last attempt at a run ended otherwise than it should, as a sentence; null when it did not. */
  failure(id: string): string | null;
  readonly running: number;
  readonly queued: number;
  slots: number;
  /** Stops every session and empties the queue; resolves when all processes are gone. */
  close(): Promise<void>;
}

export interface SupervisorOptions {
  readonly slots: number;
  readonly codeVersion: string;
  readonly start: typeof startTraining;
  /** Something about this run changed: its attempt, or what its folder holds. */
  readonly changed: (id: string) => void;
}

export function createSupervisor({ slots, codeVersion, start, changed }: SupervisorOptions): Supervisor {
  let most = slots;
  let closing = false;
  const queue: QueuedRun[] = [];
  const active = new Map<string, Active>();
  const failures = new Map<string, string>();
  const processes = new Set<Promise<unknown>>();

  function fill(): void {
    while (!closing && active.size < most && queue.length > 0) begin(queue.shift()!);
  }

  function begin(run: QueuedRun): void {
    failures.delete(run.id);
    const request = { folder: run.folder, config: isRun(run.folder) ? null : run.config, codeVersion };
    const process = start(request, (report) => {
      const one = active.get(run.id);
      if (!one) return;
      if (report.kind === 'paused') one.state = 'paused';
      else if (one.state !== 'stopping' && report.kind !== 'step') one.state = 'running';
      changed(run.id);
    });
    active.set(run.id, { run, process, state: 'starting' });
    changed(run.id);
    processes.add(process.ended);
    void process.ended.then((end) => {
      processes.delete(process.ended);
      active.delete(run.id);
      const failure = failureOf(end);
      if (failure !== null) failures.set(run.id, failure);
      changed(run.id);
      fill();
    });
  }

  const running = (id: string): Active => {
    const one = active.get(id);
    if (!one) throw new Error(`${id}: expected a run that this app trains, got one that it does not`);
    return one;
  };

  return {
    enqueue(runs) {
      for (const run of runs) {
        if (active.has(run.id) || queue.some(({ id }) => id === run.id)) continue;
        failures.delete(run.id);
        queue.push(run);
        changed(run.id);
      }
      fill();
    },
    pause: (id) => running(id).process.pause(),
    resume: (id) => running(id).process.resume(),
    stop(id) {
      const waiting = queue.findIndex((run) => run.id === id);
      if (waiting >= 0) queue.splice(waiting, 1);
      else {
        const one = running(id);
        one.state = 'stopping';
        one.process.stop();
      }
      changed(id);
    },
    attempt(id) {
      const one = active.get(id);
      if (one) return { state: one.state, pid: one.process.pid };
      return queue.some((run) => run.id === id) ? { state: 'queued', pid: null } : null;
    },
    failure: (id) => failures.get(id) ?? null,
    get running() {
      return active.size;
    },
    get queued() {
      return queue.length;
    },
    get slots() {
      return most;
    },
    set slots(count) {
      most = count;
      fill();
    },
    async close() {
      closing = true;
      queue.length = 0;
      for (const { process } of active.values()) process.stop();
      await Promise.all(processes);
    },
  };
}

/** What went wrong at an end; null where nothing did. A run that failed by itself has its sentence in its events. */
const failureOf = (end: ProcessEnd): string | null =>
  end.end === 'refused' || end.end === 'crashed' ? end.message : null;
