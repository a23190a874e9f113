/** The Credit view in the window: a run, by mouse and by keyboard, and its empty states. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { saveSampleExperiment } from '../../../support/sample-runs.ts';
import { drivers, launch, temporaryHome } from '../../../window/support/launch.ts';
import { goTo } from '../../../window/support/places.ts';

const web = drivers.find(({ name }) => name === 'web host')!;
const at = (hash: string) => ({ name: 'credit', hash });
const alert = (page: Page) => page.getByRole('alert').innerText();

test('the Credit view of a run', { skip: web.skip }, async (t) => {
  const home = temporaryHome(t);
  const [run] = await saveSampleExperiment(join(home, 'runs'), 'sample', { steps: 3, seeds: 1 });
  const { page } = await launch(t, web, { home });
  const learns = page.getByRole('region', { name: 'What each algorithm learns from' });

  await t.test('sets every algorithm beside the run’s own, and says which cannot be', async () => {
    await goTo(page, at(`#/credit/${run}`));
    assert.match(await page.locator('.view').innerText(), /36 training rollouts, \d+ turns, steps 1 to 3\./);
    assert.match(await page.locator('.view').innerText(), /outcome-only methods/);
    assert.ok((await learns.getByRole('row').count()) > 8);
    await learns.getByRole('rowheader', { name: 'IGPO, as trained' }).waitFor();
    assert.equal(await page.getByText(/cannot credit these rollouts: critic: expected/).count(), 1);
  });

  await t.test('narrows to steps and algorithms, which its address keeps', async () => {
    await page.getByRole('textbox', { name: 'Steps' }).fill('2');
    await page.keyboard.press('Enter');
    await page.getByText(/12 training rollouts/).waitFor();
    await page.getByRole('combobox', { name: 'Beside its own' }).selectOption('grpo');
    await page.getByRole('button', { name: 'Remove grpo' }).waitFor();
    assert.match(page.url(), /#\/credit\/.*\?steps=2&with=grpo$/);
    await page.waitForFunction(() => document.querySelectorAll('[aria-label^="What each"] tbody tr').length === 2);
    await page.reload();
    await learns.getByRole('rowheader', { name: 'GRPO' }).waitFor();
    assert.equal(await learns.locator('tbody tr').count(), 2);
  });

  await t.test('E saves its figures', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const saved = page.waitForEvent('download');
    await page.keyboard.press('e');
    const file = await (await saved).path();
    assert.deepEqual(
      readFileSync(file, 'utf8')
        .trimEnd()
        .split('\r\n')
        .map((line) => line.split(',')[0]),
      ['algorithm', '"IGPO', 'GRPO'],
    );
  });

  await t.test('leads to the rollouts of its example by keyboard', async () => {
    const link = page.getByRole('region', { name: 'The group under each algorithm' }).getByRole('link').first();
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/rollouts\/.*step=2/);
    await page.getByRole('article', { name: 'Replay' }).waitFor();
  });

  await t.test('says what is wrong with an address, and still lets one choose', async () => {
    await goTo(page, at(`#/credit/${run}?steps=9`));
    assert.match(await alert(page), /expected steps with training rollouts \(1 to 3\), got none in 9 to 9/);
    await goTo(page, at(`#/credit/${run}?steps=two`));
    assert.match(await alert(page), /^Steps: expected a step or a range such as 10-20, got two\./);
    await goTo(page, at('#/credit/sample/nothing'));
    assert.match(await alert(page), /^sample\/nothing: expected a run that has begun/);
    await page.getByRole('combobox', { name: 'Run' }).selectOption(run!);
    await learns.waitFor();
  });
});

test('before the first run the Credit view says what it waits for', { skip: web.skip }, async (t) => {
  const { page } = await launch(t, web, { home: temporaryHome(t) });
  await goTo(page, at('#/credit'));
  await page.getByText('No rollouts yet: credit can be looked at from the first step of a run.').waitFor();
});
