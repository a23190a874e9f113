/** What axe-core can see of every view, in both themes, with runs to show. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { saveSampleExperiment } from '../support/sample-runs.ts';
import { findings } from './support/axe.ts';
import { drivers, launch, temporaryHome } from './support/launch.ts';
import { goTo, places, showTheme } from './support/places.ts';
import { settled } from './support/settled.ts';

const web = drivers.find(({ name }) => name === 'web host')!;

test('axe finds nothing serious on any view, in either theme', { skip: web.skip }, async (t) => {
  const home = temporaryHome(t);
  const runs = await saveSampleExperiment(join(home, 'runs'), 'sample', {
    steps: 4,
    ends: (n) => (['finished', 'stopped', null] as const)[n % 3],
  });
  const { page } = await launch(t, web, { home });
  await page.evaluate(() => localStorage.setItem('replay.credit', 'true')); // unfolded, so that axe sees it too
  for (const theme of ['light', 'dark'] as const) {
    await showTheme(page, theme);
    for (const place of places('sample', runs[0], 4))
      await t.test(`${place.name}, ${theme}`, async () => {
        await goTo(page, place);
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
        assert.deepEqual(await findings(page), []);
      });
  }
});

test(
  'axe finds nothing serious before the first run, in the palette and in the list of shortcuts',
  { skip: web.skip },
  async (t) => {
    const { page } = await launch(t, web, { home: temporaryHome(t) });
    await page.getByRole('button', { name: 'Run the quickstart' }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await showTheme(page, theme);
      await page.getByRole('button', { name: 'Run the quickstart' }).waitFor();
      assert.deepEqual(await findings(page), []);
      for (const keys of ['ControlOrMeta+k', '?']) {
        await page.keyboard.press(keys);
        await page.getByRole('dialog').waitFor();
        await settled(page);
        assert.deepEqual(await findings(page), [], keys);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
  },
);
