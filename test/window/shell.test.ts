/** What the shell does beyond the window's page: menu, dialogs, one instance, its place, crashes, processes,
 *  quitting. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { hungMs, noChromium } from './support/chromium.ts';
import { checkout, temporaryHome } from './support/launch.ts';
import { startShell, startStandIn } from './support/stand-in.ts';
import type { StandInApp } from './support/stand-in.ts';
import { until } from '../support/until.ts';

const skip = noChromium;

async function open(t: TestContext, home = temporaryHome(t)): Promise<{ app: StandInApp; home: string }> {
  const app = await startStandIn({ home, root: checkout, dataFolder: join(home, 'runs') });
  t.after(() => app.close());
  return { app, home };
}

const hash = (page: Page): Promise<string> => page.evaluate(() => location.hash);

test(
  'a document becomes a PDF where the person says, in a window without script that is gone afterwards',
  { skip, timeout: 2 * hungMs },
  async (t) => {
    const { app, home } = await open(t);
    const html =
      '<!doctype html><title>Report</title><style>@page { size: A4 }</style><h1>Ours</h1>' +
      '<script>document.body.innerHTML = "changed"</script><img src="https://example.org/x.png">';
    const save = (name: string): Promise<boolean> =>
      app.page.evaluate(([file, text]) => window.igpoLab!.savePdf(file!, text!), [name, html]);

    assert.equal(await save('report.pdf'), false, 'the dialog was cancelled');
    assert.deepEqual(await app.recorded('printToPDF'), []);

    const path = join(home, 'ours.pdf');
    await app.ask('answerDialog', { canceled: false, filePath: path });
    assert.equal(await save('../../etc/report.pdf'), true);
    assert.equal(readFileSync(path, 'latin1').slice(0, 5), '%PDF-');
    const [, asked] = (await app.recorded('showSaveDialog')) as { defaultPath: string }[];
    assert.equal(asked!.defaultPath, 'report.pdf', 'a page chooses no folder');
    const [, hidden] = (await app.recorded('BrowserWindow')) as { show: boolean; webPreferences: object }[];
    assert.deepEqual(hidden, {
      show: false,
      webPreferences: {
        ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
        javascript: false,
      },
    });
    assert.deepEqual(await app.recorded('outside request'), [], 'its policy lets it fetch nothing');
    const [, printed] = (await app.recorded('loadURL')) as string[];
    assert.equal(((await app.ask('fetch', 'GET', printed)) as { status: number }).status, 404, 'lent no longer');
    assert.equal((await app.recorded('destroy')).length, 1);
  },
);

test('menu items press the window’s keys, and dialogs call the services', { skip, timeout: 2 * hungMs }, async (t) => {
  const { app, home } = await open(t);
  await app.page.getByRole('button', { name: 'Run the quickstart' }).waitFor();
  const rail = app.page.getByRole('navigation', { name: 'Views' }).getByRole('link');
  const addresses = await rail.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  const titles = await rail.evaluateAll((links) =>
    links.map((link) => link.getAttribute('title')!.replace(/ \(\d\)$/, '')),
  );
  assert.equal(titles.length, 6);
  for (const [i, title] of [...titles.entries()].reverse()) {
    await app.ask('choose', 'View', title);
    await until(async () => (await hash(app.page)) === addresses[i], `the view ${title}`);
  }
  await app.ask('choose', 'View', 'Command palette');
  await app.page.getByRole('dialog').waitFor();
  await app.page.keyboard.press('Escape');

  await app.ask('choose', 'File', 'Show data folder');
  assert.deepEqual(await app.recorded('openPath'), [join(home, 'runs')]);
  await app.ask('choose', 'help', 'The IGPO paper');
  assert.deepEqual(await app.recorded('openExternal'), ['https://arxiv.org/abs/2510.14967']);

  await app.ask('answerDialog', { canceled: false, filePaths: [join(home, 'elsewhere')] });
  await app.ask('answerDialog', 1);
  await app.ask('choose', 'File', 'Change data folder…');
  const settings = join(home, 'user/settings.json');
  await until(() => existsSync(settings), 'the settings');
  assert.equal(
    (JSON.parse(readFileSync(settings, 'utf8')) as { dataFolder: string }).dataFolder,
    join(home, 'elsewhere'),
  );
  assert.deepEqual(await app.recorded('relaunch'), [], 'later was chosen');

  await app.ask('answerDialog', { canceled: false, filePaths: [join(home, 'nothing-here')] });
  await app.ask('choose', 'File', 'Import…');
  await until(async () => (await app.recorded('showMessageBox')).length === 2, 'the second sentence');
  const refusal = (await app.recorded('showMessageBox'))[1] as { message: string; detail: string };
  assert.equal(refusal.message, 'Nothing was imported.');
  assert.match(refusal.detail, /nothing-here/);
});

test(
  'a second start shows the window of the first; the window’s place is remembered and kept on a display',
  { skip, timeout: 2 * hungMs },
  async (t) => {
    const { app, home } = await open(t);
    const second = startShell({ home, root: checkout, dataFolder: join(home, 'runs') });
    assert.equal(await second.ended, 0);
    await until(async () => (await app.recorded('focus')).length === 1, 'the first window to be shown');
    await app.ask('place', { x: 3000, y: 20, width: 1000, height: 700 }, true);
    await app.close();

    const again = (await open(t, home)).app;
    const first = (await again.recorded('BrowserWindow'))[0] as { x?: number; width: number };
    assert.deepEqual([first.x, first.width], [undefined, 1280], 'no display is there any more');
    assert.equal((await again.recorded('maximize')).length, 1);
    await again.ask('place', { x: 1500, y: 20, width: 1000, height: 700 }, false);
    await again.close();

    const { app: third } = await open(t, home);
    const { x, y, width, height } = (await third.recorded('BrowserWindow'))[0] as Record<string, number>;
    assert.deepEqual([x, y, width, height], [920, 20, 1000, 700], 'moved until its right edge is on the display');
    assert.deepEqual(await third.recorded('maximize'), []);
  },
);

test('a window whose process ends is loaded again and says so', { skip, timeout: 2 * hungMs }, async (t) => {
  const { app } = await open(t);
  void app.page.goto('chrome://crash').catch(() => undefined);
  await until(async () => (await app.recorded('reload')).length === 1, 'the window to be loaded again');
  await until(() => app.currentPage() !== app.page && !app.currentPage().isClosed(), 'another page');
  await app.currentPage().getByRole('button', { name: 'Run the quickstart' }).waitFor();
  const [told] = (await app.recorded('showMessageBox')) as { message: string; detail: string }[];
  assert.equal(told!.message, 'The window stopped and was loaded again.');
  assert.equal(told!.detail, 'Its process ended (crashed). Training goes on, nothing is lost.');
});

test(
  'sessions are utility processes that keep the machine awake; quitting ends them with a checkpoint',
  { skip, timeout: 2 * hungMs },
  async (t) => {
    const { app, home } = await open(t);
    await app.page.getByRole('button', { name: 'Run the quickstart' }).click();
    const run = join(home, 'runs/quickstart/igpo-seed-1');
    const events = (): string =>
      existsSync(join(run, 'events.jsonl')) ? readFileSync(join(run, 'events.jsonl'), 'utf8') : '';
    await until(() => events().includes('"started"'), 'the run to start');
    const [forked] = (await app.recorded('utilityProcess.fork')) as {
      modulePath: string;
      env: Record<string, string>;
    }[];
    assert.equal(forked!.modulePath, join(checkout, 'dist/main/trainer-entry.js'));
    assert.equal(forked!.env.MALLOC_MMAP_THRESHOLD_, String(2 ** 25), 'the allocator environment of training');
    assert.deepEqual(await app.recorded('powerSaveBlocker.start'), ['prevent-app-suspension']);
    assert.deepEqual(await app.recorded('powerSaveBlocker.stop'), []);

    await app.ask('closeWindow');
    assert.equal(await app.process.ended, 0);
    assert.match(events(), /"kind":"stopped"/);
    assert.doesNotMatch(events(), /"kind":"failed"/);
  },
);
