/** A training session in a process of its own. */
import { excerpt, isObject } from '../../shared/util/json.ts';
import type { FromTrainer, ToTrainer } from '../trainer/messages.ts';
import type { SessionEnd, SessionReport, SessionRequest } from '../trainer/session.ts';
import { describeExit, forkProcess } from '../processes/own-process.ts';
import type { StartProcess } from '../processes/own-process.ts';

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
    const heard = asMessage(message);
    if (heard === null) {
      end ??= {
        end: 'crashed',
        message: `the training process said ${excerpt(message)}, which no session says — ${how}`,
      };
      return child.kill();
    }
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
      return { end: 'crashed', message: `the training process ${describeExit(exit)} — ${how}` };
    }),
  };
}

const how = 'resume the run to go on from its last checkpoint';

const kinds: Readonly<Record<FromTrainer['kind'], true>> = {
  ...{ started: true, step: true, paused: true, continued: true, ended: true, refused: true },
};

/** Null for what is none: a process that went wrong may say anything. */
const asMessage = (message: unknown): FromTrainer | null =>
  isObject(message) && typeof message.kind === 'string' && Object.hasOwn(kinds, message.kind)
    ? (message as unknown as FromTrainer)
    : null;
