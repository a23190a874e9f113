/** A training session in a process of its own, so that a native crash takes nothing else along. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { allocatorEnvironment } from '../trainer/allocator.ts';
import type { FromTrainer, ToTrainer } from '../trainer/messages.ts';
import type { SessionEnd, SessionReport, SessionRequest } from '../trainer/session.ts';

const entry = fileURLToPath(new URL('../trainer/entry.ts', import.meta.url));

/** How a session ended. `refused`: it could not begin and wrote nothing. `crashed`: its process went away; what it wrote is whole up to the
 *  last step, and the run can be resumed. */
export type ProcessEnd =
  | SessionEnd
  | { readonly end: 'refused'; readonly message: string }
  | { readonly end: 'crashed'; readonly message: string };

export interface TrainingProcess {
  readonly pid: number;
  pause(): void;
  resume(): void;
  /** The session ends after the step in progress, with a checkpoint. */
  stop(): void;
  /** Never rejects. */
  readonly ended: Promise<ProcessEnd>;
}

/** Starts a session. */
export function startTraining(request: SessionRequest, report: (report: SessionReport) => void): TrainingProcess {
  const child = fork(entry, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...allocatorEnvironment },
  });
  let end: ProcessEnd | null = null;
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  child.on('message', (message: FromTrainer) => {
    if (message.kind === 'ended') end = message.end;
    else if (message.kind === 'refused') end = { end: 'refused', message: message.message };
    else report(message);
  });
  const ended = new Promise<ProcessEnd>((done) => {
    child.on('error', ({ message }) => done({ end: 'refused', message }));
    child.on('close', (code, signal) => done(end ?? { end: 'crashed', message: crash(code, signal, complaint) }));
  });
  const send = (message: ToTrainer): void => {
    if (child.connected) child.send(message);
  };
  send({ kind: 'start', request });
  return {
    pid: child.pid!,
    pause: () => send({ kind: 'pause' }),
    resume: () => send({ kind: 'resume' }),
    stop: () => send({ kind: 'stop' }),
    ended,
  };
}

function crash(code: number | null, signal: string | null, complaint: string): string {
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  const said = complaint
    .trim()
    .split('\n')
    .findLast((line) => /\berror\b/i.test(line));
  return `the training process ${how}${said ? ` (${said.trim()})` : ''} — resume the run to go on from its last checkpoint`;
}
