/** A process of the app under test: its output, and its end. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface AppProcess {
  readonly child: ChildProcess;
  /** Resolves with the match once its output has one; rejects with its output when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Of both streams, so far. */
  readonly output: string;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  /** Sends SIGTERM, as a terminal would; kills a process that hangs. */
  stop(): Promise<number | null>;
}

const mostStopMs = 300_000;

/** Runs Node with these arguments. */
export function startProcess(args: readonly string[], env: NodeJS.ProcessEnv = process.env, ipc = false): AppProcess {
  const child = spawn(process.execPath, [...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of waiting) look();
    });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    get output() {
      return output;
    },
    ended,
    says: (pattern) =>
      new Promise((done, fail) => {
        const look = (): void => {
          const match = pattern.exec(output);
          if (!match) return;
          waiting.delete(look);
          done(match);
        };
        waiting.add(look);
        look();
        void ended.then((code) => fail(new Error(`it ended with ${code} before it said ${pattern}:\n${output}`)));
      }),
    async stop() {
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), mostStopMs);
      const code = await ended;
      clearTimeout(insist);
      return code;
    },
  };
}
