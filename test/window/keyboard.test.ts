/** The window without a mouse: from the first start to a replay, with the focus always visible. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { saveSampleExperiment } from '../support/sample-runs.ts';
import { drivers, launch, temporaryHome } from './support/launch.ts';
import { goTo, places } from './support/places.ts';

const web = drivers.find(({ name }) => name === 'web host')!;

interface Focused {
  readonly name: string;
  /** Whether the focused element has a visible outline that it lacks without the focus. */
  readonly visible: boolean;
}

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement!;
    const looks = (one: Element): string =>
      [null, '::before', '::after']
        .map((part) => getComputedStyle(one, part))
        .map((style) => [
          style.outlineStyle === 'none' ? '' : style.outlineWidth,
          ...[style.boxShadow, style.borderColor, style.backgroundColor],
        ])
        .join();
    const around = [element, element.parentElement!, element.nextElementSibling].filter((one) => one !== null);
    const withFocus = around.map(looks).join();
    (element as HTMLElement).blur();
    const without = around.map(looks).join();
    (element as HTMLElement).focus();
    return { name: element.getAttribute('aria-label') ?? element.textContent.trim(), visible: withFocus !== without };
  });

/** Presses Tab until the focus is on something of this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    assert.ok(at.visible, `the focus on ${at.name} is not to be seen`);
    if (name.test(at.name)) return;
    seen.push(at.name);
  }
  assert.fail(`Tab does not lead to ${name}, only to ${seen.join(', ')}`);
}

test('the keyboard leads from the first start to a replay', { skip: web.skip }, async (t) => {
  const { page } = await launch(t, web, { home: temporaryHome(t) });
  await page.getByRole('button', { name: 'Run the quickstart' }).waitFor();
  await tabTo(page, /^Run the quickstart$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/live\/quickstart$/);
  await page.locator('figure canvas').first().waitFor();

  await page.keyboard.press('r');
  await page.waitForURL(/#\/rollouts\/quickstart$/);
  await page
    .getByText(/[1-9][\d,]* rollouts/)
    .first()
    .waitFor();
  await page.keyboard.press('j');
  const replay = page.getByRole('article', { name: 'Replay' });
  await replay.waitFor();
  const before = page.url();
  await page.keyboard.press('j');
  await page.waitForFunction((url) => location.href !== url, before);

  await page.keyboard.press('1');
  await page.waitForURL(/#\/experiments$/);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor();
  await page.keyboard.type('go to live');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/live$/);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('stop what is shown');
  await page.keyboard.press('Enter');
  await page.getByText(/0 running ·/).waitFor();
});

test('Tab goes through every view and comes back, and the focus is always visible', { skip: web.skip }, async (t) => {
  const home = temporaryHome(t);
  const [run] = await saveSampleExperiment(join(home, 'runs'), 'sample', { steps: 2, seeds: 1 });
  const { page } = await launch(t, web, { home });
  for (const place of places('sample', run!, 2))
    await t.test(place.name, async () => {
      await goTo(page, place);
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      const hidden: string[] = [];
      let stops = 0;
      for (; stops < 200; stops++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => document.activeElement === document.body)) break;
        const { name, visible } = await focused(page);
        if (!visible) hidden.push(name);
      }
      assert.deepEqual(hidden, []);
      assert.ok(stops > 5, `only ${stops} things can be reached`);
    });
});
