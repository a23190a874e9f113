/** Trains queued runs, on every device as many at a time as there are slots, each in a process of its own, and says what became of them. */
import type { RunConfig } from '../../shared/config/run-config.ts';
import type { RunState } from '../../shared/ipc/views.ts';
import type { SessionReport, SessionRequest } from '../trainer/session.ts';
import { createRefusals } from './refusals.ts';
import { isRun } from '../run-folder/run-summary.ts';
import { createSilence } from './silence.ts';
import type { Patience, Silence } from './silence.ts';
import { nextToStart } from './slots.ts';
import type { Demand } from './slots.ts';
import type { ProcessEnd, TrainingProcess } from './training-process.ts';

export interface QueuedRun extends Demand {
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
  readonly silence: Silence;
  state: Attempt['state'];
  /** Why we killed it, as a sentence; null while we have not. */
  killed: string | null;
}

export interface Supervisor {
  enqueue(runs: readonly QueuedRun[]): void;
  /** Throw a sentence when the run is not in a state for it. */
  pause(id: string): void;
  resume(id: string): void;
  /** A queued run leaves the queue; one that trains ends after its step in progress, with a checkpoint. */
  stop(id: string): void;
  /** Ends its process at once. */
  kill(id: string): void;
  attempt(id: string): Attempt | null;
  /** Why the last attempt at a run ended otherwise than it should, or why to worry about this one, as a sentence; else null. */
  failure(id: string): string | null;
  readonly running: number;
  readonly queued: number;
  /** Of each device. */
  slots: number;
  /** Stops every session and empties the queue; resolves when all processes are gone. Those that do not stop in time are killed. */
  close(): Promise<void>;
}

export interface SupervisorOptions {
  readonly slots: number;
  readonly codeVersion: string;
  /** How a session is started in this host. */
  readonly start: (request: SessionRequest, report: (report: SessionReport) => void) => TrainingProcess;
  /** Something about this run changed: its attempt, or what its folder holds. */
  readonly changed: (id: string) => void;
  /** Other runs wait than before: their ids, in order. Not told when this closes, so that they can be found waiting again. */
  readonly queueChanged?: (ids: readonly string[]) => void;
  /** With silent sessions. */
  readonly patience?: Patience;
  /** What counts as a second of silence, and how long sessions may take to stop when this closes. */
  readonly secondMs?: number;
  readonly mostClosingMs?: number;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { codeVersion, start, changed, queueChanged, patience, secondMs = 1000, mostClosingMs = 120_000 } = options;
  let { slots } = options;
  let closing = false;
  const queue = new Map<string, QueuedRun>();
  const active = new Map<string, Active>();
  const failures = new Map<string, string>();
  const refusals = createRefusals();
  const processes = new Set<Promise<unknown>>();
  const watch = setInterval(watchSilence, secondMs);
  watch.unref();

  function fill(): void {
    while (!closing) {
      const beside = [...active.values()].map(({ run }) => run);
      const waiting = [...queue.values()];
      const next = waiting[nextToStart(waiting, beside, slots)];
      if (next === undefined) break;
      queue.delete(next.id);
      begin(next);
    }
    tellQueue();
  }

  /** Null at first: whoever listens may hold what waited before this start, also where nothing does now. */
  let toldQueue: string | null = null;
  function tellQueue(): void {
    const ids = [...queue.keys()];
    const text = ids.join('\n');
    if (closing || text === toldQueue) return;
    toldQueue = text;
    queueChanged?.(ids);
  }

  function begin(run: QueuedRun): void {
    const request = { folder: run.folder, config: isRun(run.folder) ? null : run.config, codeVersion };
    let one: Active | null = null;
    try {
      const process = start(request, (report) => {
        if (one !== null && active.get(run.id) === one) heard(one, report);
      });
      one = { run, process, silence: createSilence(patience), state: 'starting', killed: null };
    } catch (error) {
      ended(run, { end: 'refused', message: (error as Error).message });
      return;
    }
    const started = one;
    active.set(run.id, started);
    changed(run.id);
    const over = started.process.ended.then((end) => {
      processes.delete(over);
      active.delete(run.id);
      ended(run, started.killed !== null && end.end === 'crashed' ? { ...end, message: started.killed } : end);
      fill();
    });
    processes.add(over);
  }

  function heard(one: Active, { kind }: SessionReport): void {
    one.silence.broken();
    if (kind === 'started') refusals.begun(one.run.id);
    if (one.state !== 'stopping' && kind !== 'step') one.state = kind === 'paused' ? 'paused' : 'running';
    changed(one.run.id);
  }

  function ended(run: QueuedRun, end: ProcessEnd): void {
    // A run that failed by itself has its sentence in its events too, unless a full disk took no more.
    if (end.end === 'refused' || end.end === 'crashed' || end.end === 'failed') failures.set(run.id, end.message);
    if (end.end === 'refused' && refusals.stopsAll(run.id, end.message))
      for (const other of [...queue.values()].filter(({ id }) => refusals.together(id, run.id))) {
        queue.delete(other.id);
        failures.set(other.id, end.message);
        changed(other.id);
      }
    changed(run.id);
  }

  function watchSilence(): void {
    for (const one of active.values()) {
      if (one.state === 'paused') continue;
      const before = one.silence.worry;
      one.silence.second();
      if (one.silence.hopeless && one.killed === null)
        kill(
          one,
          `killed, since there was ${one.silence.worry?.replace(/:.*/, '')} — resume it to go on from its last checkpoint`,
        );
      else if (one.silence.worry !== before) changed(one.run.id);
    }
  }

  function kill(one: Active, why: string): void {
    one.killed = why;
    one.state = 'stopping';
    one.process.kill();
    changed(one.run.id);
  }

  const expected = (id: string, states: readonly Attempt['state'][], to: string): Active => {
    const one = active.get(id);
    const state = one?.state ?? (queue.has(id) ? 'queued' : 'not training here');
    if (one && states.includes(one.state)) return one;
    throw new Error(`${id}: expected a run that is ${states.join(' or ')} to ${to}, got one that is ${state}`);
  };

  return {
    enqueue(runs) {
      for (const run of runs) {
        if (active.has(run.id) || queue.has(run.id)) continue;
        failures.delete(run.id);
        refusals.begun(run.id);
        queue.set(run.id, run);
        changed(run.id);
      }
      fill();
    },
    pause: (id) => expected(id, ['starting', 'running'], 'pause').process.pause(),
    resume: (id) => expected(id, ['running', 'paused'], 'resume').process.resume(),
    stop(id) {
      if (queue.delete(id)) tellQueue();
      else {
        const one = expected(id, ['starting', 'running', 'paused', 'stopping'], 'stop');
        one.state = 'stopping';
        one.process.stop();
      }
      changed(id);
    },
    kill(id) {
      const one = expected(id, ['starting', 'running', 'paused', 'stopping'], 'kill');
      kill(one, 'killed when asked to — resume it to go on from its last checkpoint');
    },
    attempt(id) {
      const one = active.get(id);
      if (one) return { state: one.state, pid: one.process.pid };
      return queue.has(id) ? { state: 'queued', pid: null } : null;
    },
    failure: (id) => failures.get(id) ?? active.get(id)?.silence.worry ?? null,
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
    async close() {
      closing = true;
      clearInterval(watch);
      queue.clear();
      for (const { process } of active.values()) process.stop();
      const late = setTimeout(() => {
        for (const one of active.values())
          kill(one, 'killed, since it did not stop in time — resume it to go on from its last checkpoint');
      }, mostClosingMs);
      await Promise.all(processes);
      clearTimeout(late);
    },
  };
}
