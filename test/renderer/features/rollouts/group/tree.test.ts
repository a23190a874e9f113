/** The tree of a question in the window: by keyboard, by mouse, and for assistive technology. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { plannedRuns, saveExperiment } from '../../../../../main/run-folder/experiment-folder.ts';
import { loadExperiment } from '../../../../../main/run-folder/experiments.ts';
import { Journal } from '../../../../../main/run-folder/journal.ts';
import { worldTokenizer } from '../../../../../shared/questions/world.ts';
import { said } from '../../../../support/said-rollout.ts';
import { findings } from '../../../../window/support/axe.ts';
import { drivers, launch, temporaryHome } from '../../../../window/support/launch.ts';
import { goTo, showTheme } from '../../../../window/support/places.ts';

const web = drivers.find(({ name }) => name === 'web host')!;

/** A run whose one group grew as a tree: question ─┬─ good ─┬─ Ada (members 0, 3)
 *                                                   │        └─ Bo (2)
 *                                                   └─ bad ──── Bo (1)                 Returns its id. */
function saveTree(dataFolder: string): string {
  const folder = join(dataFolder, 'trees');
  const experiment = { ...loadExperiment('quickstart'), name: 'trees', seeds: [1] };
  saveExperiment(folder, experiment);
  const [run] = plannedRuns(folder, experiment);
  const about = { config: run!.config, codeVersion: 'sample', device: 'made up for a test', warmStart: 'none' };
  const journal = Journal.create(run!.folder, about, { tokenizer: worldTokenizer.name });
  journal.rollouts(1, [
    said(0, ['good', 'Ada'], 0.81),
    said(1, ['bad', 'Bo'], 0),
    said(2, ['good', 'Bo'], 0),
    said(3, ['good', 'Ada'], 0.81),
  ]);
  journal.metrics({ step: 1, 'time/written': 0 });
  journal.event('finished', { step: 1, end: 'steps' });
  journal.close();
  return run!.folder.slice(dataFolder.length + 1);
}

/** What has the focus, as kind and text; null outside the tree. */
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const item = document.activeElement?.closest('[role=treeitem]');
    return item ? `${item.querySelector('.kind')!.textContent} ${item.querySelector('.text')!.textContent}` : null;
  });

test('the tree of a question', { skip: web.skip }, async (t) => {
  const home = temporaryHome(t);
  const run = saveTree(join(home, 'runs'));
  const { page } = await launch(t, web, { home });
  const tree = page.getByRole('tree', { name: 'Actions of the question’s rollouts' });
  const items = tree.getByRole('treeitem');
  await goTo(page, { name: 'rollouts', hash: `#/rollouts/${run}?step=1&set=training&n=2` });
  await tree.waitFor();

  /** Presses keys one after another, then says what has the focus. */
  async function press(...keys: string[]): Promise<string | null> {
    for (const key of keys) await page.keyboard.press(key);
    return focused(page);
  }

  await t.test('names levels, places and folds', async () => {
    assert.deepEqual(
      await items.evaluateAll((all) =>
        all.map((one) =>
          ['level', 'posinset', 'setsize', 'expanded', 'selected', 'current'].map((name) =>
            one.getAttribute(`aria-${name}`),
          ),
        ),
      ),
      [
        ['1', '1', '1', 'true', 'false', null],
        ['2', '1', '2', 'true', 'false', null],
        ['3', '1', '2', null, 'false', null],
        ['3', '2', '2', null, 'true', 'step'],
        ['2', '2', '2', 'true', 'false', null],
        ['3', '1', '1', null, 'false', null],
      ],
    );
    await tree.getByRole('treeitem', { name: /search good.*Level 1, mean reward 0\.54, 3 rollouts/ }).waitFor();
  });

  await t.test('is one stop of Tab, and goes by arrows, Home and End', async () => {
    assert.equal(await tree.locator('[tabindex="0"]').count(), 1);
    await tree.locator('[tabindex="0"]').focus();
    assert.equal(await focused(page), 'answer Bo', 'the action that the replay shows');
    assert.equal(await press('Tab'), null);
    assert.equal(await press('Shift+Tab'), 'answer Bo');
    assert.equal(await press('ArrowLeft'), 'search good');
    assert.equal(await press('ArrowRight'), 'answer Ada');
    assert.equal(await press('End'), 'answer Bo');
    assert.equal(await press('ArrowUp'), 'search bad');
    assert.equal(await press('Home', 'ArrowDown'), 'search good');
    assert.match(page.url(), /n=2/, 'nothing else has moved');
  });

  await t.test('folds and unfolds', async () => {
    assert.equal(await press('ArrowLeft'), 'search good');
    assert.equal(await items.count(), 4);
    assert.equal(await items.nth(1).getAttribute('aria-expanded'), 'false');
    assert.equal(await press('ArrowDown'), 'search bad');
    assert.equal(await press('ArrowUp', 'ArrowRight'), 'search good');
    assert.equal(await items.count(), 6);
    await items.nth(4).locator('.twist').click();
    assert.equal(await items.count(), 5);
    assert.match(page.url(), /n=2/, 'folding opens nothing');
  });

  await t.test('Enter opens the rollout of an action, and the focus and what is folded stay', async () => {
    assert.equal(await press('Home', 'ArrowDown', 'ArrowDown', 'Enter'), 'answer Ada');
    await page.waitForURL(/n=0/);
    await page.waitForFunction(() => document.querySelectorAll('[role=treeitem]')[2].hasAttribute('aria-current'));
    assert.equal(await focused(page), 'answer Ada');
    assert.equal(await items.count(), 5);
  });

  for (const theme of ['light', 'dark'] as const)
    await t.test(`axe finds nothing serious, ${theme}`, async () => {
      await showTheme(page, theme);
      await items.first().focus();
      assert.deepEqual(await findings(page), []);
    });
});
