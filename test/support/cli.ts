/** The command line as a process of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const index = fileURLToPath(new URL('../../main/cli/index.ts', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `igpo-lab` in a folder, as the leader of a process group. `onLine` sees its standard output line by line. */
export function cli(
  args: readonly string[],
  cwd: string,
  onLine: (line: string, child: ChildProcess) => void = () => undefined,
): Promise<CliResult> {
  const child = spawn(process.execPath, [index, ...args], { cwd, detached: true });
  let [stdout, stderr, seen] = ['', '', 0];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (let end = stdout.indexOf('\n', seen); end >= 0; end = stdout.indexOf('\n', seen)) {
      onLine(stdout.slice(seen, end), child);
      seen = end + 1;
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}

/** Kills a process and all that it started, as a power cut would. */
export const killAll = (child: ChildProcess): void => void process.kill(-child.pid!, 'SIGKILL');
