/** The window on each host, from the empty state to points on a curve, and found again as it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drivers, launch, temporaryHome } from './support/launch.ts';

for (const driver of drivers) {
  const { skip } = driver;

  test(
    `${driver.name}: the quickstart starts by one click, points appear, and the next start finds it all`,
    { skip },
    async (t) => {
      const home = temporaryHome(t);
      const { page, close } = await launch(t, driver, { home });
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));

      await page.getByRole('button', { name: 'Run the quickstart' }).click();
      await page.getByText('1 running').waitFor();
      await page.goto(new URL('#/experiments', page.url()).href);
      const row = page.getByRole('row', { name: /igpo.*seed 1/i }).first();
      await row.waitFor();
      await page.waitForFunction(() => /\b[1-9]\d* ?\/ ?40\b/.test(document.body.innerText), null, { timeout: 60_000 });
      await page.evaluate(() => localStorage.setItem('theme', 'dark'));
      await close();
      assert.deepEqual(problems, []);

      const again = await launch(t, driver, { home });
      await again.page
        .getByRole('row', { name: /igpo.*seed 1/i })
        .first()
        .waitFor();
      await again.page.getByText('0 running').waitFor();
      assert.match(await again.page.locator('body').innerText(), /stopped/i);
      assert.equal(await again.page.evaluate(() => document.documentElement.dataset.theme), 'dark');
      assert.equal(await again.page.getByRole('button', { name: 'Run the quickstart' }).count(), 0);
    },
  );
}
