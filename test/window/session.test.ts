/** How a browser gets a session with the web host, keeps it, and shares it with no other port. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { chromiumArgs, chromiumPath, hungMs, noChromium } from './support/chromium.ts';
import { checkout, temporaryHome } from './support/launch.ts';
import { startProcess } from './support/process.ts';

const options = { skip: noChromium };

async function host(t: TestContext) {
  const home = temporaryHome(t);
  const folders = ['--runs', join(home, 'runs'), '--settings', join(home, 'settings.json')];
  const process = startProcess([join(checkout, 'main/serve.ts'), '--port', '0', ...folders]);
  t.after(() => process.stop());
  const [, link] = await process.says(/IGPO Lab: (\S+)/);
  return { link: link!, origin: new URL(link!).origin, process };
}

async function browser(t: TestContext): Promise<() => Promise<BrowserContext>> {
  const opened = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs, timeout: hungMs });
  t.after(() => opened.close());
  return async () => {
    const context = await opened.newContext();
    context.setDefaultTimeout(hungMs);
    return context;
  };
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** The window, with an answer of the services. */
const isOpen = (page: Page): Promise<void> => page.getByText(/0 running · 0 queued/).waitFor();
const hasNoSession = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: 'This browser has no session with IGPO Lab' }).waitFor();

test('a link opens one browser with its reloads and further tabs, and the next link is printed', options, async (t) => {
  const [{ link, origin, process }, person] = [await host(t), await browser(t)];
  const first = await person();
  const page = await open(first, link);
  await isOpen(page);
  assert.equal(page.url(), `${origin}/`, 'no token in the address');
  assert.equal(await page.evaluate(() => history.length), 2, 'the blank page and this one');
  await page.reload();
  await isOpen(page);
  await isOpen(await open(first, `${origin}/#/live`));
  assert.deepEqual(await first.cookies(), []);

  const second = await person();
  const refused = await open(second, link);
  await hasNoSession(refused);
  assert.equal(refused.url(), `${origin}/`);
  const [, next] = await process.says(/For another browser: (\S+)/);
  await isOpen(await open(second, next!));
  await isOpen(refused); // the tab without a session gets one too
});

test(
  'a service on another port gets nothing of the session, and can neither end nor replace it',
  options,
  async (t) => {
    const [{ link, origin }, person] = [await host(t), await browser(t)];
    const context = await person();
    const page = await open(context, link);
    await isOpen(page);
    const got: IncomingHttpHeaders[] = [];
    const service = createServer(({ headers }, response) => {
      got.push(headers);
      response.setHeader('Content-Type', 'text/html').end('<p>another service');
    });
    await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
    t.after(() => service.close().closeAllConnections());
    const other = await open(context, `http://127.0.0.1:${(service.address() as AddressInfo).port}/`);
    assert.equal(got[0].cookie, undefined);
    const found = await other.evaluate(async (own) => {
      const fetched = await fetch(`${own}/session`, { credentials: 'include' }).catch(() => 'refused');
      const socket = await new Promise((done) => {
        const tried = new WebSocket(`${own.replace('http', 'ws')}/socket`, ['igpo-lab']);
        tried.onopen = () => done('open');
        tried.onerror = () => done('refused');
      });
      // fills the cookies of 127.0.0.1, which every port gets
      for (let i = 0; i < 180; i++) document.cookie = `x${i}=${'y'.repeat(4000)}; path=/`;
      const cookies = document.cookie.split(';').length;
      return { storage: { ...localStorage }, fetched, socket, crowded: cookies > 100 };
    }, origin);
    assert.deepEqual(found, { storage: {}, fetched: 'refused', socket: 'refused', crowded: true });
    await page.reload();
    await isOpen(page);
  },
);

test(
  'two hosts are open side by side in one browser, and one that stops ends only its own session',
  options,
  async (t) => {
    const [one, two, person] = [await host(t), await host(t), await browser(t)];
    const context = await person();
    const first = await open(context, one.link);
    const second = await open(context, two.link);
    for (const page of [first, second]) await isOpen(page);
    await first.reload();
    await isOpen(first);
    await two.process.stop();
    await second.getByText(/Connection to the services lost|open the link/).waitFor();
    assert.equal(await second.evaluate(() => localStorage.getItem('session')), null);
    await first.reload();
    await isOpen(first);
  },
);

test('a closed terminal ends no window', async (t) => {
  const { link, origin, process } = await host(t);
  process.child.stdout!.destroy();
  process.child.stderr!.destroy();
  const headers = { Authorization: `Bearer ${new URL(link).searchParams.get('token')}` };
  const secret = await (await fetch(`${origin}/session`, { method: 'POST', headers })).text(); // prints the next link
  for (let round = 0; round < 3; round++) {
    const known = await fetch(`${origin}/session`, { headers: { Authorization: `Bearer ${secret}` } });
    assert.equal(known.status, 204);
  }
  assert.equal(await process.stop(), 0);
});
