/** From a line in the journal of a training run to its pixels in the live view. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { runFiles } from '../../../main/run-folder/run-folder.ts';
import { median } from '../bench.ts';
import type { Row } from '../row.ts';
import type { AppBench, AppOptions } from './bench.ts';
import { inTemporaryFolder, openBrowser, openFedHost, openPage } from './window.ts';

const everyMs = 700;

/** Times (ms since 1970) of the frames that begin after the pixels of the first chart have changed. */
const changesOf = (page: Page, count: number): Promise<number[]> =>
  page.evaluate(async (most) => {
    const canvases = [...document.querySelector('figure')!.querySelectorAll('canvas')];
    const picture = (): number => {
      let sum = 0;
      for (const canvas of canvases) {
        if (canvas.width === 0) continue;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        for (const pixel of new Uint32Array(data.buffer)) sum = (Math.imul(sum, 31) + pixel) | 0;
      }
      return sum;
    };
    const times: number[] = [];
    for (let before = picture(); times.length < most;) {
      await new Promise(requestAnimationFrame);
      const now = performance.timeOrigin + performance.now();
      const after = picture();
      if (after !== before) times.push(now);
      before = after;
    }
    return times;
  }, count);

async function journalToPixel({ quick }: AppOptions): Promise<Row[]> {
  return inTemporaryFolder(async (home) => {
    const dataFolder = join(home, 'runs');
    const host = await openFedHost(dataFolder, home, { metrics: 60, lines: 1, everyMs });
    const browser = await openBrowser();
    try {
      const page = await openPage(browser, host, '#/live/fed/igpo-seed-1');
      await page.locator('figure canvas').first().waitFor();
      await page.waitForTimeout(2 * everyMs);
      const changes = await changesOf(page, quick ? 4 : 24);
      const written = writingTimes(join(dataFolder, 'fed/igpo-seed-1'));
      const waits = changes.map((time) => time - written.findLast((one) => one <= time)!);
      const worst = Math.max(...waits);
      return [
        {
          name: 'journal line to pixel',
          value: median(waits),
          unit: 'ms',
          reach: { atMost: 250 },
          note: `median of ${waits.length}`,
        },
        { name: 'the slowest of them', value: worst, unit: 'ms' },
      ];
    } finally {
      await browser.close();
      await host.stop();
    }
  });
}

/** Of the lines of a run, ms since 1970. */
const writingTimes = (folder: string): number[] =>
  readFileSync(runFiles(folder).metrics, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => 1000 * (JSON.parse(line) as { 'time/written': number })['time/written']);

export const latency: AppBench = {
  name: 'latency',
  title: 'Live view: how far behind the trainer it is',
  cases: { line: journalToPixel },
};
