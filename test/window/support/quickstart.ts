/** A person's first minutes, the same on every host. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { launch, temporaryHome } from './launch.ts';
import type { Driver, LaunchOptions } from './launch.ts';

/** Starts the quickstart from the empty state with one click, waits for points, closes the app and starts it again. The
 *  run that trained is then stopped, and those that waited begin. */
export async function quickstartAndRestart(
  t: TestContext,
  driver: Driver,
  installed: Omit<LaunchOptions, 'home'> = {},
): Promise<void> {
  const options = { ...installed, home: temporaryHome(t) };
  const { page, close } = await launch(t, driver, options);
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));

  await page.getByRole('button', { name: 'Run the quickstart' }).click();
  await page.getByText(/1 running ·/).waitFor();
  await page.goto(new URL('#/experiments', page.url()).href);
  const row = page.getByRole('row', { name: /igpo.*seed 1/i }).first();
  await row.locator('[title^="step "]:not([title^="step 0 "])').waitFor();
  await page.keyboard.press('ControlOrMeta+Shift+L');
  await page.locator(':root[data-theme=dark]').waitFor({ state: 'attached' });
  await close();
  assert.deepEqual(problems, []);

  const again = await launch(t, driver, options);
  await again.page
    .getByRole('row', { name: /igpo.*seed 1/i })
    .first()
    .waitFor();
  await again.page.getByText(/1 running ·/).waitFor(); // the queue continues
  assert.match(await again.page.locator('body').innerText(), /stopped/i, 'the run in progress ended with a checkpoint');
  await again.page.locator(':root[data-theme=dark]').waitFor({ state: 'attached' });
  assert.equal(await again.page.getByRole('button', { name: 'Run the quickstart' }).count(), 0);
  await again.close();
}
