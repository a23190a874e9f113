/** From starting the host to a table that answers keys, over a store of a thousand runs. */
import type { Browser } from 'playwright-core';
import { median } from '../bench.ts';
import type { Row } from '../row.ts';
import type { AppBench, AppOptions } from './bench.ts';
import { folderOfRuns } from './large-folders.ts';
import { inTemporaryFolder, openBrowser, openHost } from './window.ts';

const sizeOf = (quick: boolean) => ({
  experiments: quick ? 5 : 50,
  runs: 20,
  metrics: 60,
  points: quick ? 1000 : 10_000,
});

interface Start {
  readonly host: number;
  readonly rows: number;
  readonly answered: number;
}

/** ms since the host's process was started: until it prints its address, until rows are shown, until a key has moved
 *  the cursor. */
async function startOnce(browser: Browser, dataFolder: string, home: string): Promise<Start> {
  const begun = performance.now();
  const since = () => performance.now() - begun;
  const host = await openHost(dataFolder, home);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const listening = since();
    const page = await context.newPage();
    await page.goto(host.url, { waitUntil: 'commit' });
    await page.locator('.line.run').first().waitFor();
    const rows = since();
    await page.keyboard.press('j');
    await page.locator('.line.current').waitFor();
    return { host: listening, rows, answered: since() };
  } finally {
    await context.close();
    await host.stop();
  }
}

async function cold({ quick }: AppOptions): Promise<Row[]> {
  const size = sizeOf(quick);
  const dataFolder = folderOfRuns(size);
  return inTemporaryFolder(async (home) => {
    const browser = await openBrowser();
    try {
      const starts: Start[] = [];
      for (let round = 0; round < (quick ? 2 : 7); round++) starts.push(await startOnce(browser, dataFolder, home));
      const part = (name: keyof Start) => median(starts.map((start) => start[name]));
      const note = `${size.experiments * size.runs} runs × ${size.metrics} metrics × ${size.points.toLocaleString('en-US')} points; worst of ${starts.length}: ${Math.round(Math.max(...starts.map(({ answered }) => answered)))}`;
      return [
        { name: 'until the host says its address', value: part('host'), unit: 'ms' },
        { name: 'until the table has rows', value: part('rows'), unit: 'ms' },
        { name: 'until a key press is answered', value: part('answered'), unit: 'ms', reach: { atMost: 1500 }, note },
      ];
    } finally {
      await browser.close();
    }
  });
}

export const start: AppBench = {
  name: 'start',
  title: 'Cold start: a new host process, a page without a cache, a browser that is open',
  cases: { cold },
};
