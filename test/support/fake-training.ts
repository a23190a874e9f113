/** An engine whose sessions do what a test says. */
import type { AttemptEnd, Session } from '../../main/engines/engine.ts';
import type { SessionReport, SessionRequest } from '../../main/trainer/session.ts';

export interface FakeTraining {
  readonly request: SessionRequest;
  /** Its orders so far. */
  readonly orders: string[];
  report(report: SessionReport): void;
  end(end: AttemptEnd): Promise<void>;
}

export const started: SessionReport = { kind: 'started', device: 'fake', step: 0, damaged: [] };
export const stepped = (step: number): SessionReport => ({ kind: 'step', step, metrics: {} });

/** `byFolder`: the last session of each. A session that is killed ends so unless `immortal`. */
export function fakeTraining() {
  const sessions: FakeTraining[] = [];
  return {
    sessions,
    byFolder: (folder: string): FakeTraining => sessions.findLast(({ request }) => request.folder === folder)!,
    start(request: SessionRequest, report: (report: SessionReport) => void): Session {
      const orders: string[] = [];
      const { promise, resolve } = Promise.withResolvers<AttemptEnd>();
      const end = async (how: AttemptEnd): Promise<void> => {
        resolve(how);
        await new Promise((done) => setImmediate(done));
      };
      sessions.push({ request, orders, report, end });
      const tell = (what: string) => (): void => void orders.push(what);
      return {
        pause: tell('pause'),
        resume: tell('resume'),
        stop: tell('stop'),
        kill() {
          orders.push('kill');
          resolve({ end: 'crashed', message: 'the training process was ended by SIGKILL' });
        },
        ended: promise,
      };
    },
  };
}
