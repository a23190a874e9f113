/** Opening a long rollout, and filtering a long list: from the request to the frame that shows the result. */
import type { Page } from 'playwright-core';
import { median } from '../bench.ts';
import type { Row } from '../row.ts';
import type { AppBench, AppOptions } from './bench.ts';
import { folderOfRollouts } from './large-folders.ts';
import { inTemporaryFolder, openBrowser, openHost, openPage } from './window.ts';

const folderFor = (quick: boolean) => folderOfRollouts(quick ? 40 : 790, quick ? 2000 : 32_000);

/** ms from going to an address until the text of an element has the words and is on screen. To go there again,
 *  visit another address in between. */
const timed = (page: Page, hash: string, selector: string, words: string): Promise<number> =>
  page.evaluate(
    async (asked) => {
      const begun = performance.now();
      location.hash = asked.hash;
      while (!document.querySelector(asked.selector)?.textContent?.includes(asked.words))
        await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame); // that frame is drawn
      return performance.now() - begun;
    },
    { hash, selector, words },
  );

async function withWindow<T>(quick: boolean, hash: string, work: (page: Page) => Promise<T>): Promise<T> {
  const dataFolder = folderFor(quick);
  return inTemporaryFolder(async (home) => {
    const host = await openHost(dataFolder, home);
    const browser = await openBrowser();
    try {
      return await work(await openPage(browser, host, hash));
    } finally {
      await browser.close();
      await host.stop();
    }
  });
}

const open = ({ quick }: AppOptions): Promise<Row[]> =>
  withWindow(quick, '#/rollouts/long', async (page) => {
    await page.getByText('2 rollouts').waitFor();
    const times: number[] = [];
    for (let round = 0; round < (quick ? 3 : 9); round++) {
      await page.evaluate(() => (location.hash = '#/rollouts/long'));
      await page.locator('article.replay').waitFor({ state: 'detached' });
      times.push(await timed(page, '#/rollouts/long?step=1&set=training&n=0', 'article.replay', 'rollout 1'));
    }
    return [
      {
        name: 'open a rollout',
        value: median(times),
        unit: 'ms',
        reach: { atMost: 150 },
        note: `${quick ? 2000 : 32_000} tokens, 24 turns`,
      },
    ];
  });

const filters = [
  { name: 'right ones', query: 'right=yes' },
  { name: 'those that ran out of turns', query: 'ended=maxTurns' },
  { name: 'two frequent words', query: 'words=mother+employer' },
  { name: 'rewards from 1 on', query: 'least=1' },
];

const filter = ({ quick }: AppOptions): Promise<Row[]> =>
  withWindow(quick, '#/rollouts/many', async (page) => {
    const total = page.locator('.filters .total');
    await total.getByText(/\d/).waitFor();
    const all = (await total.textContent())!;
    const rows: Row[] = [];
    for (const { name, query } of filters) {
      const times: number[] = [];
      let found = '';
      for (let round = 0; round <= (quick ? 2 : 8); round++) {
        const ms = await changed(page, `#/rollouts/many?${query}`);
        found = (await total.textContent())!;
        if (round > 0) times.push(ms);
        await changed(page, '#/rollouts/many');
      }
      rows.push({ name, value: median(times), unit: 'ms', reach: { atMost: 50 }, note: `${found} of ${all}` });
    }
    return rows;
  });

/** ms from going to an address until the total has changed and is on screen. */
const changed = (page: Page, hash: string): Promise<number> =>
  page.evaluate(async (to) => {
    const total = document.querySelector('.filters .total')!;
    const before = total.textContent;
    const begun = performance.now();
    location.hash = to;
    while (total.textContent === before) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - begun;
  }, hash);

export const rollouts: AppBench = {
  name: 'rollouts',
  title: 'Rollouts in the window',
  cases: { open, filter },
};
