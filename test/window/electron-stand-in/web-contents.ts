/** A page as Electron's WebContents: ipc over an exposed binding, navigation prompts, crash events. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type Electron from 'electron';
import type { Frame, Page, Request } from 'playwright-core';
import { decodeMessage, encodeMessage } from '../../../shared/ipc/wire.ts';
import { browser, decideNavigation, toApp, toPage } from './chromium.ts';
import { onAsk, record } from './control.ts';
import { strict } from './strict.ts';

const encode = (value: unknown): string => Buffer.from(encodeMessage(value)).toString('base64');
const decode = (text: string): unknown => decodeMessage(new Uint8Array(Buffer.from(text, 'base64')));

type Known = Pick<
  Electron.WebContents,
  'send' | 'isDestroyed' | 'setWindowOpenHandler' | 'mainFrame' | 'ipc' | 'executeJavaScript' | 'printToPDF'
>;
type Listener = (event: unknown, value: unknown) => unknown;

/** Of all windows. */
const pages = new WeakSet<Page>();

export class StandInContents extends EventEmitter {
  readonly ipc: Known['ipc'];
  readonly mainFrame: Known['mainFrame'];
  page: Promise<Page>;
  private heard = new EventEmitter();
  private invoked = new Map<string, Listener>();
  private preload: string | null;
  private loading = false;
  private destroyed = false;
  private shown = '';
  private current: Page | null = null;
  private opens: (url: string) => void = () => undefined;

  /** preload: its file; null for a page that only shows something. */
  constructor(preload: string | null) {
    super();
    this.preload = preload;
    const url = (): string => this.shown;
    this.mainFrame = strict('webContents.mainFrame', {
      get url() {
        return url();
      },
    }) as Known['mainFrame'];
    this.ipc = strict('webContents.ipc', {
      on: (channel: string, listener: Listener) => void this.heard.on(channel, listener),
      handle: (channel: string, listener: Listener) => void this.invoked.set(channel, listener),
    }) as unknown as Known['ipc'];
    if (preload !== null) onAsk('emit', (name: string, details: object) => this.prevents(name, details));
    if (preload !== null) decideNavigation((request) => this.mayGo(request)); // without script nothing goes by itself
    this.page = this.open();
  }

  private async open(): Promise<Page> {
    const page = await browser().newPage();
    this.current = page;
    pages.add(page);
    page.on('popup', (popup) => void popup.close());
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    page.on('console', (message) => {
      if (message.type() === 'error') record('console error', message.text());
    });
    page.on('pageerror', (error) => record('page error', String(error)));
    if (this.preload === null) return page;
    await page.exposeBinding('electronStandIn', ({ frame }, kind: string, channel: string, encoded: string) =>
      this.hear(page, frame, kind, channel, encoded),
    );
    await page.addInitScript({ content: inMainFrame(pageScript(), readFileSync(this.preload, 'utf8')) });
    return page;
  }

  private hear(page: Page, frame: Frame, kind: string, channel: string, encoded: string): unknown {
    const url = toApp(frame.url());
    const isMain = frame === page.mainFrame();
    if (isMain) this.shown = url;
    if (kind === 'loaded') return void this.emit('did-navigate', {}, url, 200, 'OK');
    const event = { senderFrame: isMain ? this.mainFrame : { url } };
    if (kind === 'send') return void this.heard.emit(channel, event, decode(encoded));
    const handler = this.invoked.get(channel);
    if (!handler) throw new Error(`electron stand-in: no handler for ${channel}`);
    return Promise.resolve(handler(event, decode(encoded))).then(encode);
  }

  /** Electron asks only for what a page does by itself. */
  private mayGo(request: Request): boolean {
    if (this.loading) return true;
    const url = toApp(request.url());
    const frame = frameOf(request);
    if (frame !== null && frame.page() !== this.current && pages.has(frame.page())) return true; // another window's
    if (frame === null || frame.page() !== this.current) {
      this.opens(url);
      return false;
    }
    const isMainFrame = frame.parentFrame() === null;
    const prevented = this.prevents('will-frame-navigate', { url, isMainFrame });
    record(prevented ? 'navigation denied' : 'navigation allowed', url);
    return !prevented;
  }

  /** Whether a listener prevents what Electron asks about. */
  private prevents(name: string, details: object): boolean {
    let prevented = false;
    this.emit(name, { ...details, preventDefault: () => (prevented = true) });
    return prevented;
  }

  async load(url: string): Promise<void> {
    const page = await this.page;
    this.loading = true;
    try {
      await page.goto(toPage(url));
    } finally {
      this.loading = false;
    }
    this.emit('ready');
    if (this.preload !== null) console.log('window loaded'); // what the launcher waits for
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    record('printToPDF', options);
    const { preferCSSPageSize = false, printBackground = false } = options;
    return (await this.page).pdf({ preferCSSPageSize, printBackground });
  }

  /** After a crash Chromium's test line wants a new page. */
  async reload(): Promise<void> {
    const dead = await this.page;
    this.page = this.open();
    await this.load(this.shown);
    await dead.close();
  }

  setWindowOpenHandler(handler: Parameters<Known['setWindowOpenHandler']>[0]): void {
    this.opens = (url) => record('window opened', { url, ...handler({ url } as Electron.HandlerDetails) });
    onAsk('open', this.opens);
  }

  send(channel: string, value: unknown): void {
    const text = encode(value);
    void this.page
      .then((page) => page.evaluate(`electronStandInHear(${JSON.stringify(channel)}, ${JSON.stringify(text)})`))
      .catch(() => undefined); // the page went away: Electron drops it too
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  async close(): Promise<void> {
    this.destroyed = true;
    this.emit('destroyed');
    await (await this.page).close();
  }
}

/** Null for a page that is only just being opened. */
function frameOf(request: Request): Frame | null {
  try {
    return request.frame();
  } catch {
    return null;
  }
}

const pageScript = (): string =>
  buildSync({
    entryPoints: [fileURLToPath(new URL('./page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
  }).outputFiles[0].text;

const inMainFrame = (standIn: string, preload: string): string =>
  `if (window === window.top) { ${standIn}\n(function (require, module, exports) { ${preload}\n})(electronStandInRequire, { exports: {} }, {}); }`;
