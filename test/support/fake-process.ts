/** Fake training processes: each begins the run that it is given, and writes lines and ends when the test says so. */
import type { OwnProcess, ProcessExit, StartProcess } from '../../main/processes/own-process.ts';
import { takeLock } from '../../main/run-folder/lock.ts';
import type { FromTrainer, ToTrainer } from '../../main/trainer/messages.ts';
import type { SessionRequest } from '../../main/trainer/session.ts';
import { saveSyntheticRun, writeEvents, writeLines } from './synthetic-runs.ts';

export interface FakeProcess {
  readonly request: SessionRequest;
  readonly orders: string[];
  hear(message: FromTrainer): void;
  /** Writes a line of metrics, then reports the step. */
  line(step: number): void;
  end(kind: 'steps' | 'stopped'): void;
}

export function fakeProcesses() {
  const begun: FakeProcess[] = [];
  const waiting = new Set<() => void>();
  /** Resolves once `count` processes have begun their runs. */
  const beginning = (count: number): Promise<void> =>
    new Promise((done) => {
      const look = (): void => {
        if (begun.length < count) return;
        waiting.delete(look);
        done();
      };
      waiting.add(look);
      look();
    });
  const startProcess: StartProcess = (_name, _args, hear): OwnProcess => {
    const { promise, resolve } = Promise.withResolvers<ProcessExit>();
    const exit = (signal: string | null) => resolve({ code: signal ? null : 0, signal, complaint: '', refusal: null });
    const tell = (message: FromTrainer): void => hear(message);
    const orders: string[] = [];
    function begin(request: SessionRequest): void {
      const { folder } = request;
      if (request.config) saveSyntheticRun(folder, { ends: [], points: 0 });
      else writeEvents(folder, ['resumed'], { superseded: [] });
      const lock = takeLock(folder);
      void promise.then(() => lock.release());
      tell({ kind: 'started', device: 'fake', step: 0, damaged: [] });
      begun.push({
        ...{ request, orders, hear: tell },
        line(step) {
          writeLines(folder, step, 1);
          tell({ kind: 'step', step, metrics: {} });
        },
        end(kind) {
          writeEvents(folder, [kind === 'steps' ? 'finished' : 'stopped']);
          tell({ kind: 'ended', end: { end: kind, step: 0 } });
        },
      });
      for (const look of waiting) look();
    }
    return {
      send(message) {
        const order = message as ToTrainer;
        orders.push(order.kind);
        if (order.kind === 'start') setImmediate(() => begin(order.request));
        if (order.kind === 'pause') tell({ kind: 'paused' });
        if (order.kind === 'resume') tell({ kind: 'continued' });
        if (order.kind !== 'stop') return;
        const one = begun.find((other) => other.orders === orders);
        if (one) one.end('stopped');
        else exit('SIGTERM'); // before it began
      },
      dismiss: () => exit(null),
      kill: () => exit('SIGKILL'),
      ended: promise,
    };
  };
  return { begun, beginning, startProcess };
}
