/** A trainer that writes faster than the host must read, and a window that must stay responsive. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { runFiles } from '../../../main/run-folder/run-folder.ts';
import { median } from '../bench.ts';
import type { Row } from '../row.ts';
import type { AppBench, AppOptions } from './bench.ts';
import { inTemporaryFolder, noteKeys, notedKeys, openBrowser, openFedHost, openPage } from './window.ts';

const metrics = 60;
/** 72,000 metrics a second. */
const feed = { metrics, lines: 12, everyMs: 10 };
const betweenKeysMs = 250;

async function flood({ quick }: AppOptions): Promise<Row[]> {
  const seconds = quick ? 3 : 20;
  return inTemporaryFolder(async (home) => {
    const dataFolder = join(home, 'runs');
    const host = await openFedHost(dataFolder, home, feed);
    const store = new Database(join(dataFolder, '.index.sqlite'), { readonly: true });
    const stored = (): number => (store.prepare('SELECT step FROM run').pluck().get() as number | undefined) ?? 0;
    const browser = await openBrowser();
    try {
      const page = await openPage(browser, host, '#/live/fed/igpo-seed-1');
      await page.locator('figure canvas').first().waitFor();
      await noteKeys(page);
      const [before, begun] = [stored(), performance.now()];
      while (performance.now() - begun < 1000 * seconds) {
        await page.keyboard.press('i');
        await pause(betweenKeysMs);
      }
      const [after, took] = [stored(), (performance.now() - begun) / 1000];
      const waits = await notedKeys(page);
      const written =
        readFileSync(runFiles(join(dataFolder, 'fed/igpo-seed-1')).metrics, 'utf8').split('\n').length - 1;
      const rate = (metrics * (after - before)) / took;
      return [
        {
          name: 'metrics stored',
          value: rate,
          unit: '/s',
          reach: { atLeast: 50_000 },
          note: `for ${Math.round(took)} s, live view open; 72,000/s written`,
        },
        {
          name: 'behind the trainer at the end',
          value: ((written - after) * feed.everyMs) / feed.lines / 1000,
          unit: 's',
        },
        {
          name: 'key press answered meanwhile',
          value: median(waits),
          unit: 'ms',
          reach: { atMost: 100 },
          note: `median of ${waits.length}, worst ${Math.round(Math.max(...waits))}`,
        },
      ];
    } finally {
      store.close();
      await browser.close();
      await host.stop();
    }
  });
}

export const ingest: AppBench = {
  name: 'ingest',
  title: 'A flood of metrics with the window open',
  cases: { flood },
};
