/** Counts what a piece of work asks of the disk and of the index. Counts, unlike times, are equal on every machine. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { TestContext } from 'node:test';
import type { Store } from '../../main/store/open.ts';

export interface Work {
  /** Files whose content was read, in order. */
  readonly files: string[];
  /** Folders whose entries were listed. */
  readonly folders: string[];
  /** Statements that the index ran. */
  readonly statements: number;
}

/** Starts counting until the test ends. The function that it returns runs a piece of work and returns its counts. */
export function countWork(t: TestContext, store: Store) {
  const [files, folders]: [string[], string[]] = [[], []];
  let statements = 0;
  const noted =
    <A extends unknown[], R>(into: string[], call: (...args: A) => R) =>
    (...args: A): R => {
      into.push(String(args[0]));
      return call(...args);
    };
  const methods = [
    t.mock.method(fs, 'readFileSync', noted(files, fs.readFileSync as (...args: unknown[]) => unknown) as never),
    t.mock.method(fs, 'openSync', noted(files, fs.openSync as (...args: unknown[]) => unknown) as never),
    t.mock.method(fs, 'readdirSync', noted(folders, fs.readdirSync as (...args: unknown[]) => unknown) as never),
    t.mock.method(fs, 'opendirSync', noted(folders, fs.opendirSync as (...args: unknown[]) => unknown) as never),
  ];
  syncBuiltinESMExports();
  t.after(() => {
    for (const { mock } of methods) mock.restore();
    syncBuiltinESMExports();
  });
  const statement = Object.getPrototypeOf(store.prepare('SELECT 1')) as Record<string, (...args: unknown[]) => unknown>;
  for (const name of ['run', 'get', 'all', 'iterate']) {
    const call = statement[name];
    t.mock.method(statement, name, function (this: unknown, ...args: unknown[]) {
      statements++;
      return call.apply(this, args);
    });
  }
  return function during(work: () => void): Work {
    const [file, folder, before] = [files.length, folders.length, statements];
    work();
    return { files: files.slice(file), folders: folders.slice(folder), statements: statements - before };
  };
}
