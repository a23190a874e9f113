/** Memory of the page's process after a tour through the largest views. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Row } from '../row.ts';
import type { AppBench, AppOptions } from './bench.ts';
import { folderOfRollouts, folderOfRuns } from './large-folders.ts';
import { inTemporaryFolder, openBrowser, openHost, openPage } from './window.ts';

/** Private memory of the page's process, MiB. Memory shared with other processes of the browser is not ours. */
async function privateMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const each = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      const kib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0);
      return (kib('RssAnon') + kib('VmSwap')) / 1024;
    });
  return Math.max(...each);
}

async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
  return (usedSize + backingStorageSize) / 2 ** 20;
}

const touring =
  (folder: (quick: boolean) => string, stops: readonly { readonly hash: string; readonly until: string }[]) =>
  ({ quick }: AppOptions): Promise<Row[]> =>
    inTemporaryFolder(async (home) => {
      const host = await openHost(folder(quick), home);
      const browser = await openBrowser();
      try {
        const page = await openPage(browser, host, '#/experiments');
        const rows: Row[] = [];
        for (const { hash, until } of stops) {
          await page.evaluate((to) => (location.hash = to), hash);
          await page.locator(until).first().waitFor();
          await page.waitForTimeout(2000);
          const used = await heap(page);
          rows.push({
            name: hash,
            value: await privateMemory(browser),
            unit: 'MiB',
            reach: { atMost: 600 },
            note: `of it scripts and arrays ${Math.round(used)}`,
          });
        }
        return rows;
      } finally {
        await browser.close();
        await host.stop();
      }
    });

export const memory: AppBench = {
  name: 'memory',
  title: 'Private memory of the page',
  cases: {
    curves: touring(
      (quick) => folderOfRuns({ experiments: quick ? 5 : 50, runs: 20, metrics: 60, points: quick ? 1000 : 10_000 }),
      [
        { hash: '#/experiments', until: '.line.run' },
        { hash: '#/live/experiment-1', until: 'figure canvas' },
        { hash: '#/live/experiment-2', until: 'figure canvas' },
      ],
    ),
    rollouts: touring(
      (quick) => folderOfRollouts(quick ? 40 : 790, quick ? 2000 : 32_000),
      [
        { hash: '#/rollouts/many', until: '.list .row' },
        { hash: '#/rollouts/long?step=1&set=training&n=0', until: 'article.replay' },
      ],
    ),
  },
};
