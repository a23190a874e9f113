/** Chromium in the place of Electron's browser process. Windows' pages live in one context, whose every request is
 *  answered here. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Request, Route } from 'playwright-core';
import { chromiumArgs, chromiumPath, hungMs } from '../support/chromium.ts';
import { record, onAsk } from './control.ts';

/** Chromium knows no `app:`; a name that resolves nowhere stands for it. */
const standInOrigin = 'https://igpo-lab.app.invalid';
const appOrigin = 'app://igpo-lab';
export const toPage = (url: string): string => url.replace(appOrigin, standInOrigin);
export const toApp = (url: string): string => url.replace(standInOrigin, appOrigin);

type Serve = (request: globalThis.Request) => globalThis.Response | Promise<globalThis.Response>;
let serve: Serve | null = null;
export const serveWith = (handler: Serve): void => void (serve = handler);

/** Asked before a page goes elsewhere by itself; false keeps it where it is. */
export type MayGo = (request: Request) => boolean;
const deciders: MayGo[] = [];
export const decideNavigation = (decider: MayGo): void => void deciders.push(decider);

let context: BrowserContext | null = null;

export async function openChromium(userData: string): Promise<void> {
  const profile = join(userData, 'chromium');
  mkdirSync(profile, { recursive: true });
  context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    args: [...chromiumArgs, '--remote-debugging-port=0'],
    viewport: null,
    timeout: hungMs,
  });
  context.setDefaultTimeout(hungMs);
  await context.route('**/*', (route, request) => answer(route, request));
  onAsk('debuggingPort', () => Number(readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]));
  onAsk('fetch', async (method: string, url: string) => {
    const response = await serve!(new Request(url, { method }));
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
  });
}

export const browser = (): BrowserContext => context!;

export async function closeChromium(): Promise<void> {
  await context?.close();
}

async function answer(route: Route, request: Request): Promise<void> {
  if (request.isNavigationRequest() && !deciders.every((mayGo) => mayGo(request))) return route.abort('aborted');
  const url = toApp(request.url());
  if (!url.startsWith(`${appOrigin}/`)) {
    record('outside request', url);
    return route.abort('internetdisconnected');
  }
  const response = await serve!(new Request(url, { method: request.method() }));
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}
