/** Electron's utility process: a fork that finds `process.parentPort` as it would there. */
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type Electron from 'electron';
import { record } from './control.ts';
import { strict } from './strict.ts';

const port = fileURLToPath(new URL('./parent-port.ts', import.meta.url));

type Known = Pick<Electron.UtilityProcess, 'pid' | 'stderr' | 'kill' | 'postMessage'>;

export const utilityProcess = strict('utilityProcess', {
  fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): Electron.UtilityProcess {
    record('utilityProcess.fork', { modulePath, args, serviceName: options.serviceName, env: options.env });
    const events = new EventEmitter();
    const child = fork(modulePath, args, {
      env: options.env as NodeJS.ProcessEnv,
      execArgv: ['--import', port],
      stdio: [...(options.stdio as ('pipe' | 'ignore')[]), 'ipc'],
    });
    child.on('spawn', () => events.emit('spawn'));
    child.on('message', (message) => events.emit('message', message));
    child.on('exit', (code) => events.emit('exit', code ?? 1));
    return strict(
      'utility process',
      Object.assign(events, {
        pid: child.pid,
        stderr: child.stderr,
        kill: () => child.kill(),
        postMessage: (message: unknown) => void (child.connected && child.send(message as object)),
      } satisfies Known),
    ) as unknown as Electron.UtilityProcess;
  },
});
