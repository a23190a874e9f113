/** Starts the app on each of its hosts, as a person does: one launcher for all end-to-end tests. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { _electron, chromium } from 'playwright-core';
import { electronOrWhyNot } from '../../../main/start/electron-runtime.ts';
import { chromiumArgs, chromiumPath, hungMs, noChromium } from './chromium.ts';
import type { LaunchedApp } from './launched-app.ts';
import { startProcess } from './process.ts';
import { noteCalls } from './settled.ts';
import { startStandIn } from './stand-in.ts';

export const checkout = join(import.meta.dirname, '../../..');

export interface LaunchOptions {
  /** Holds the data folder and the app's settings. Start with the same one to start the same app again. */
  readonly home: string;
  /** Where the app is installed: a checkout that was built, or an unpacked package. */
  readonly root?: string;
}

export interface Driver {
  readonly name: string;
  /** For `test(…, { skip })`: why this host is not available here. */
  readonly skip: string | false;
  launch(options: LaunchOptions): Promise<LaunchedApp>;
}

const dataFolderIn = (home: string): string => join(home, 'runs');
const notBuilt = existsSync(join(checkout, 'dist/main/index.js')) ? false : 'the window is not built: npm run build';

const web: Driver = {
  name: 'web host',
  skip: noChromium || notBuilt,
  async launch({ home, root = checkout }) {
    const dataFolder = dataFolderIn(home);
    // what a page remembers belongs to its address
    const portFile = join(home, 'port');
    const wanted = existsSync(portFile) ? readFileSync(portFile, 'utf8') : '0';
    const host = startProcess([
      join(root, 'main/serve.ts'),
      ...['--port', wanted, '--runs', dataFolder, '--settings', join(home, 'settings.json')],
    ]);
    const [, url] = await host.says(/IGPO Lab: (\S+)/);
    writeFileSync(portFile, new URL(url!).port);
    const browser = await chromium.launchPersistentContext(join(home, 'browser'), {
      executablePath: chromiumPath,
      args: chromiumArgs,
      viewport: { width: 1280, height: 800 },
      timeout: hungMs,
    });
    browser.setDefaultTimeout(hungMs);
    const page = browser.pages()[0];
    noteCalls(page);
    await page.goto(url!);
    const close = async (): Promise<void> => {
      await browser.close();
      await host.stop();
    };
    return { page, dataFolder, close };
  },
};

const standIn: Driver = {
  name: 'Electron stand-in',
  skip: noChromium || notBuilt,
  launch: ({ home, root = checkout }) => startStandIn({ home, root, dataFolder: dataFolderIn(home) }),
};

const found = electronOrWhyNot();

const electron: Driver = {
  name: 'Electron',
  skip: 'why' in found ? found.why : notBuilt,
  async launch({ home, root = checkout }) {
    if ('why' in found) throw new Error(found.why);
    const dataFolder = dataFolderIn(home);
    const app = await _electron.launch({
      executablePath: found.runtime,
      args: [root, `--runs=${dataFolder}`, `--user-data-dir=${join(home, 'user')}`],
    });
    app.context().setDefaultTimeout(hungMs);
    return { page: await app.firstWindow(), dataFolder, close: () => app.close() };
  },
};

export const drivers: readonly Driver[] = [standIn, web, electron];

/** A home that is removed when the test ends. */
export function temporaryHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), 'igpo-home-'));
  t.after(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  return home;
}

/** Launches for a test; the app is closed when the test ends, however it ends. */
export async function launch(t: TestContext, driver: Driver, options: LaunchOptions): Promise<LaunchedApp> {
  const app = await driver.launch(options);
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => (closed ??= app.close());
  t.after(close);
  return { ...app, close };
}
