/** A child process that tries what it is told and reports how each try ended: `done`, or the error's code or text. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { syncToDisk } from '../../main/files/sync.ts';
import { openHost } from '../../main/processes/host.ts';

const tries: Readonly<Record<string, (what: string) => unknown>> = {
  read: (path) => readFileSync(path),
  write: (path) => writeFileSync(path, 'written'),
  sync: (path) => syncToDisk(path),
  run: (program) => execFileSync(program),
  variable: (name) => {
    if (process.env[name] !== undefined) throw new Error(`${name} is set`);
  },
};

const host = openHost()!;
host.receive((message) => {
  const [action, what] = message as [string, string];
  try {
    tries[action](what);
    void host.send('done');
  } catch (error) {
    void host.send((error as NodeJS.ErrnoException).code ?? (error as Error).message);
  }
});
