/** A host of its own and a window on it, for one case of a bench. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '../../window/support/chromium.ts';
import { checkout } from '../../window/support/launch.ts';
import { startProcess } from '../../window/support/process.ts';
import type { FeedOptions } from './feed.ts';

/** A folder that is removed when the case ends, also by an error. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'igpo-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });

export interface Host {
  /** With the token. */
  readonly url: string;
  stop(): Promise<unknown>;
}

/** `npm run serve` without the build. */
export const openHost = (dataFolder: string, home: string): Promise<Host> =>
  started([
    join(checkout, 'main/serve.ts'),
    ...['--port', '0', '--runs', dataFolder, '--settings', join(home, 'settings.json')],
  ]);

/** The same, with one running run whose trainer is `feed.ts`. */
export const openFedHost = (dataFolder: string, home: string, feed: FeedOptions): Promise<Host> =>
  started([
    join(import.meta.dirname, 'fed-host.ts'),
    JSON.stringify({ dataFolder, settingsFile: join(home, 'settings.json'), feed }),
  ]);

async function started(args: readonly string[]): Promise<Host> {
  const host = startProcess(args);
  const [, url] = await host.says(/IGPO Lab: (\S+)/);
  return { url: url!, stop: host.stop };
}

/** A window on the host at an address such as `#/live/x`. */
export async function openPage(browser: Browser, host: Host, hash: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(host.url);
  await page.locator('.frame h1').first().waitFor(); // the link is exchanged
  await page.goto(new URL(`/${hash}`, host.url).href);
  return page;
}

/** Makes the page record, for every key, the ms from its press to the frame that shows the result. */
export const noteKeys = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const noted: number[] = [];
    Object.assign(window, { noted });
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        // the first frame draws; the second begins when it is drawn
        requestAnimationFrame(() => requestAnimationFrame(() => noted.push(performance.now() - timeStamp))),
      true,
    );
  });

export const notedKeys = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { readonly noted: number[] }).noted);
