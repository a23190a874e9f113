/** The window's whole flow on one host, with real training: runs are steered, killed, resumed, compared and replayed,
 *  and found again after a restart. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { lockHolder } from '../../main/run-folder/lock.ts';
import { saveSampleExperiment } from '../support/sample-runs.ts';
import { drivers, launch, temporaryHome } from './support/launch.ts';

const web = drivers.find(({ name }) => name === 'web host')!;

const to = (page: Page, hash: string) => page.goto(new URL(hash, page.url()).href);
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click();

/** The state that the list of experiments shows of a run. */
const state = (page: Page, run: string, words: string) =>
  page
    .getByRole('row')
    .filter({ has: page.locator(`a[href="#/live/${run}"]`) })
    .getByText(words, { exact: true })
    .waitFor();

test(
  'a run is started, paused, resumed, killed, continued and stopped, and all of it is there after a restart',
  { skip: web.skip },
  async (t) => {
    const home = temporaryHome(t);
    const { page, dataFolder, close } = await launch(t, web, { home });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    const run = 'quickstart/igpo-seed-1';

    await press(page, 'Run the quickstart');
    await page.waitForURL(/#\/live\/quickstart$/);
    await to(page, `#/live/${run}`);
    await page.locator('figure canvas').first().waitFor(); // drawn once points have come

    await press(page, 'Pause');
    await page.getByRole('button', { name: 'Resume' }).first().waitFor();
    await to(page, '#/experiments');
    await state(page, run, 'paused');
    await to(page, `#/live/${run}`);
    await press(page, 'Resume');
    await page.getByRole('button', { name: 'Pause' }).first().waitFor();

    const { pid } = lockHolder(join(dataFolder, run))!;
    process.kill(pid, 'SIGKILL');
    await to(page, '#/experiments');
    await state(page, run, 'interrupted');
    await to(page, `#/live/${run}`);
    await press(page, 'Resume');
    await to(page, '#/live/quickstart');
    await press(page, 'Stop'); // every run that waits or trains
    await page.getByText(/0 running ·/).waitFor();

    await page.keyboard.press('ControlOrMeta+Shift+L');
    await page.locator(':root[data-theme=dark]').waitFor({ state: 'attached' });
    await close();
    assert.deepEqual(problems, []);

    const again = await launch(t, web, { home });
    await again.page.locator(':root[data-theme=dark]').waitFor({ state: 'attached' });
    await to(again.page, '#/experiments');
    await again.page.locator(`a[href="#/live/${run}"]`).waitFor();
    await again.page.getByText(/0 running ·/).waitFor();
    await to(again.page, `#/rollouts/${run}`);
    await again.page
      .getByText(/[1-9][\d,]* rollouts/)
      .first()
      .waitFor(); // the steps done before the restart
  },
);

test('an experiment that is finished is compared, and one of its rollouts replayed', { skip: web.skip }, async (t) => {
  const home = temporaryHome(t);
  await saveSampleExperiment(join(home, 'runs'), 'sample', { steps: 4 });
  const { page } = await launch(t, web, { home });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));

  await page.getByRole('link', { name: /IGPO against GRPO/ }).click();
  await page.waitForURL(/#\/live\/sample$/);
  await press(page, /^Compare/);
  await page.waitForURL(/#\/compare\?of=sample$/);
  await page.getByRole('table').first().waitFor();
  assert.match(await page.locator('main').innerText(), /igpo[\s\S]*grpo/);

  await to(page, '#/rollouts/sample/igpo-seed-1');
  await page.getByRole('table', { name: 'Rollouts' }).getByRole('row').nth(2).click();
  const replay = page.getByRole('article', { name: 'Replay' });
  await replay.waitFor();
  assert.match(await replay.innerText(), /Turn 1\s+Start with \w+\s+\w+ of \w+/);
  assert.match(page.url(), /step=\d+.*n=\d+/, 'the address opens it again');
  assert.deepEqual(problems, []);
});
