/** Starts the shell's bundles on the stand-in for Electron, and asks it which calls the shell made. */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import type { Recorded } from '../electron-stand-in/control.ts';
import { hungMs } from './chromium.ts';
import { startProcess } from './process.ts';
import type { AppProcess } from './process.ts';
import type { LaunchedApp } from './launched-app.ts';

const register = pathToFileURL(join(import.meta.dirname, '../electron-stand-in/register.ts')).href;

export interface StandInApp extends LaunchedApp {
  readonly process: AppProcess;
  /** Answers of electron-stand-in/control.ts by name. */
  ask(name: string, ...args: readonly unknown[]): Promise<unknown>;
  /** The values recorded under a name, in order. */
  recorded(what: string): Promise<unknown[]>;
  /** The window's page now: a new one after a crash. */
  currentPage(): Page;
}

export interface StandInOptions {
  readonly home: string;
  readonly root: string;
  /** Null leaves it to the app. */
  readonly dataFolder: string | null;
  readonly packaged?: boolean;
}

/** Starts the process without waiting for its window. */
export const startShell = ({ home, root, dataFolder, packaged = false }: StandInOptions): AppProcess =>
  startProcess(
    [
      ...['--import', register, join(root, 'dist/main/index.js')],
      ...[`--user-data-dir=${join(home, 'user')}`, ...(dataFolder === null ? [] : [`--runs=${dataFolder}`])],
    ],
    { ...process.env, STAND_IN_PACKAGED: packaged ? 'yes' : 'no' },
    true,
  );

export async function startStandIn(options: StandInOptions): Promise<StandInApp> {
  const shell = startShell(options);
  try {
    return await openPage(shell, options);
  } catch (error) {
    await shell.stop();
    throw new Error(`the shell's window did not open: ${shell.output}`, { cause: error });
  }
}

async function openPage(shell: AppProcess, { dataFolder }: StandInOptions): Promise<StandInApp> {
  const ask = asker(shell);
  await shell.says(/window loaded/);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${String(await ask('debuggingPort'))}`, {
    timeout: hungMs,
  });
  const [context] = browser.contexts();
  context.setDefaultTimeout(hungMs);
  const currentPage = (): Page => context.pages().findLast((page) => page.url().startsWith('https://'))!;
  return {
    page: currentPage(),
    dataFolder: dataFolder ?? '',
    process: shell,
    ask,
    recorded: async (what) =>
      ((await ask('recorded')) as Recorded[]).filter((one) => one.what === what).map(({ value }) => value),
    currentPage,
    async close() {
      await browser.close();
      await shell.stop();
    },
  };
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

function asker({ child, ended }: AppProcess): StandInApp['ask'] {
  const waiting = new Map<number, { done(value: unknown): void; fail(error: Error): void }>();
  let next = 1;
  child.on('message', ({ id, value, error }: Reply) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.done(value);
    else one?.fail(new Error(error));
  });
  void ended.then(() => {
    for (const { fail } of waiting.values()) fail(new Error('the shell ended before it answered'));
  });
  return (name, ...args) =>
    new Promise((done, fail) => {
      waiting.set(next, { done, fail });
      child.send({ id: next++, name, args });
    });
}
