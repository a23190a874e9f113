/** The figures of a turn in the window, at widths where its column is narrow. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { encodeChunk } from '../../../../../main/run-folder/rollout-chunk.ts';
import { chunkFile } from '../../../../../main/run-folder/run-folder.ts';
import { worldTokenizer } from '../../../../../shared/questions/world.ts';
import { savedRollout } from '../../../../support/saved-rollout.ts';
import { saveSyntheticRun } from '../../../../support/synthetic-runs.ts';
import { drivers, launch, temporaryHome } from '../../../../window/support/launch.ts';
import { goTo } from '../../../../window/support/places.ts';

const web = drivers.find(({ name }) => name === 'web host')!;
const counts = [2, 3, 4, 5, 6];

/** A run with one rollout for each number of turns, whose figures are as long as they come: the belief leaps between
 *  less than 0.1 % and more than 99.9 %. */
function saveWide(folder: string): void {
  saveSyntheticRun(folder);
  const rollouts = counts.map((turns, member) => {
    const each = Array.from({ length: turns }, (_, t) => t);
    const saved = savedRollout({
      found: each.map((t) => (t === turns - 1 ? null : `p${t}`)),
      belief: each.map((t) => (t % 2 === 0 ? -7.6 : -0.0005)),
      advantage: each.map(() => -1234.5678),
      answer: 'Ada',
    });
    const id = `1/${member}`;
    return { ...saved, rollout: { ...saved.rollout, id, member: 0, groupId: id } };
  });
  writeFileSync(chunkFile(folder, 1, 'training'), encodeChunk({ step: 1, tokenizer: worldTokenizer.name }, rollouts));
}

/** The figures of turns that reach beyond the room of their column, or into the name beside them. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.turn .credit')].flatMap((credit) => {
      const turn = credit.closest('.turn')!.getAttribute('aria-label')!;
      const within = (element: Element): DOMRect => {
        const range = document.createRange();
        range.selectNodeContents(element.querySelector('.advantage') ?? element); // its colour reaches further
        return range.getBoundingClientRect();
      };
      const room = credit.getBoundingClientRect();
      const texts = [...credit.querySelectorAll('dt, dd')].map((element) => ({ element, box: within(element) }));
      return texts.flatMap(({ element, box }, i) => {
        const outside = box.left < room.left - 0.5 || box.right > room.right + 0.5;
        const over = texts.some(
          (other, j) =>
            j !== i &&
            box.left < other.box.right - 0.5 &&
            other.box.left < box.right - 0.5 &&
            box.top < other.box.bottom - 6 &&
            other.box.top < box.bottom - 6,
        );
        return outside || over ? [`${turn}: ${element.textContent}`] : [];
      });
    }),
  );

test('the figures of a turn stay within its column', { skip: web.skip }, async (t) => {
  const home = temporaryHome(t);
  saveWide(join(home, 'runs', 'wide'));
  const { page } = await launch(t, web, { home });
  for (const width of [1280, 1024, 1920])
    for (const [n, turns] of counts.entries())
      await t.test(`${turns} turns, ${width} px`, async () => {
        await page.setViewportSize({ width, height: 800 });
        await goTo(page, { name: 'rollouts', hash: `#/rollouts/wide?step=1&set=training&n=${n}` });
        await page.getByText('> 99.9 %').first().waitFor();
        assert.equal(await page.locator('.turn').count(), turns);
        assert.deepEqual(await overflowing(page), []);
      });
});
