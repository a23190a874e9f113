/** A training session in a process of its own. */
import type { FromTrainer, ToTrainer } from '../trainer/messages.ts';
import type { SessionEnd, SessionReport, SessionRequest } from '../trainer/session.ts';
import { describeExit, forkProcess } from './own-process.ts';
import type { StartProcess } from './own-process.ts';

/** How a session ended. `refused`: it could not begin and wrote nothing. `crashed`: its process went away; what it wrote is whole up to the
 *  last step, and the run can be resumed. */
export type ProcessEnd =
  | SessionEnd
  | { readonly end: 'refused'; readonly message: string }
  | { readonly end: 'crashed'; readonly message: string };

export interface TrainingProcess {
  /** Null before it has begun. */
  readonly pid: number | null;
  pause(): void;
  resume(): void;
  /** The session ends after the step in progress, with a checkpoint. */
  stop(): void;
  /** Ends the process at once. */
  kill(): void;
  /** Never rejects. */
  readonly ended: Promise<ProcessEnd>;
}

/** Starts a session, in a process as this host starts them. */
export function startTraining(
  request: SessionRequest,
  report: (report: SessionReport) => void,
  startProcess: StartProcess = forkProcess,
): TrainingProcess {
  let end: ProcessEnd | null = null;
  const child = startProcess('entry', [], (message) => {
    const heard = message as FromTrainer;
    if (heard.kind !== 'ended' && heard.kind !== 'refused') return report(heard);
    end = heard.kind === 'ended' ? heard.end : { end: 'refused', message: heard.message };
    child.dismiss();
  });
  const send = (message: ToTrainer): void => child.send(message);
  send({ kind: 'start', request });
  return {
    get pid() {
      return child.pid;
    },
    pause: () => send({ kind: 'pause' }),
    resume: () => send({ kind: 'resume' }),
    stop: () => send({ kind: 'stop' }),
    kill: () => child.kill(),
    ended: child.ended.then((exit) => {
      if (end !== null) return end;
      if (exit.refusal !== null) return { end: 'refused', message: exit.refusal };
      const message = `the training process ${describeExit(exit)} — resume the run to go on from its last checkpoint`;
      return { end: 'crashed', message };
    }),
  };
}
