/** A child process of ours, so that a native crash does not take the host along. Each host starts it in its own way,
 *  behind one interface. */
import { fork } from 'node:child_process';
import { finished } from 'node:stream';
import type { Duplex } from 'node:stream';
import { serveSyncs, syncPipe } from '../files/sync.ts';
import { allocatorEnvironment } from './allocator.ts';
import { childEnvironment, permissionFlags } from './permissions.ts';
import type { Reach } from './permissions.ts';
import { processFile } from '../run-folder/installation.ts';
import type { ProcessName } from '../run-folder/installation.ts';

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of its standard error. */
  readonly complaint: string;
  /** Why it could not be started; null if it was. */
  readonly refusal: string | null;
}

export interface OwnProcess {
  send(message: unknown): void;
  /** Lets it end by itself. */
  dismiss(): void;
  kill(): void;
  /** Never rejects. */
  readonly ended: Promise<ProcessExit>;
}

/** Starts a process that may reach no more than `reach`; `hear` gets each of its messages. */
export type StartProcess = (
  name: ProcessName,
  args: readonly string[],
  hear: (message: unknown) => void,
  reach: Reach,
) => OwnProcess;

/** Starts a process in plain Node. */
export const forkProcess: StartProcess = (name, args, hear, reach) => forkFile(processFile(name), args, hear, reach);

/** The same for any file. Without `reach` it may reach what its host may. */
export function forkFile(
  file: string,
  args: readonly string[],
  hear: (message: unknown) => void,
  reach?: Reach,
): OwnProcess {
  const child = fork(file, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    ...(reach && { execArgv: permissionFlags(reach) }),
    env: { ...childEnvironment(process.env), ...allocatorEnvironment },
  });
  const complaint = lastOf(child.stderr!);
  serveSyncs(child.stdio[syncPipe] as Duplex, reach?.write ?? []);
  child.on('message', hear);
  return {
    // a message that does not arrive is of a process that ends, which says so itself
    send: (message) => void (child.connected && child.send(message as object, () => undefined)),
    dismiss: () => void (child.connected && child.disconnect()),
    kill: () => void child.kill('SIGKILL'), // a process that hangs may ignore a milder signal
    ended: new Promise((done) => {
      child.on('error', ({ message }) => done({ code: null, signal: null, complaint: '', refusal: message }));
      // `close` never comes after a disconnect from this side (Node 24)
      child.on('exit', (code, signal) =>
        finished(child.stderr!, () => done({ code, signal, complaint: complaint(), refusal: null })),
      );
    }),
  };
}

/** Returns a function that gives the last 2000 characters of the stream so far. */
export function lastOf(stream: NodeJS.ReadableStream): () => string {
  let last = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    last = (last + text).slice(-2000);
  });
  return () => last;
}

/** `ended with code 1 (Error: …)`. */
export function describeExit({ code, signal, complaint }: ProcessExit): string {
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  const said = complaint
    .trim()
    .split('\n')
    .findLast((line) => /\berror\b/i.test(line));
  return `${how}${said ? ` (${said.trim()})` : ''}`;
}
