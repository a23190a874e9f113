/** Electron's BrowserWindow, with a Chromium page in it. */
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { app } from './app.ts';
import { onAsk, record } from './control.ts';
import { strict } from './strict.ts';
import { StandInContents } from './web-contents.ts';

type Known = Pick<
  Electron.BrowserWindow,
  | 'show'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'isMaximized'
  | 'isMinimized'
  | 'getNormalBounds'
  | 'loadURL'
  | 'reload'
  | 'close'
  | 'destroy'
>;

const all = new Set<StandInWindow>();

class StandInWindow extends EventEmitter implements Known {
  readonly webContents: StandInContents;
  bounds: Electron.Rectangle;
  maximised = false;

  static getAllWindows = (): StandInWindow[] => [...all];

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    record('BrowserWindow', options);
    const { x = 0, y = 0, width = 800, height = 600, webPreferences } = options;
    this.bounds = { x, y, width, height };
    this.webContents = strict('webContents', new StandInContents(webPreferences?.preload ?? null));
    this.webContents.on('ready', () => this.emit('ready-to-show'));
    all.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    return strict('window', this);
  }

  async loadURL(url: string): Promise<void> {
    record('loadURL', url);
    await (await this.webContents.page).setViewportSize(this.bounds);
    await this.webContents.load(url);
  }
  reload(): void {
    record('reload');
    void this.webContents.reload();
  }
  show = (): void => record('show');
  focus = (): void => record('focus');
  restore = (): void => record('restore');
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => this.maximised;
  getNormalBounds = (): Electron.Rectangle => this.bounds;
  maximize(): void {
    record('maximize');
    this.maximised = true;
  }
  destroy(): void {
    record('destroy');
    for (const window of all) if (window.webContents === this.webContents) all.delete(window);
    void this.webContents.close();
  }
  close(): void {
    if (![...all].some((window) => window.webContents === this.webContents)) return;
    this.emit('close', {});
    for (const window of all) if (window.webContents === this.webContents) all.delete(window);
    void this.webContents.close().then(() => {
      if (all.size === 0) app.emit('window-all-closed');
    });
  }
}

onAsk('place', (bounds: Electron.Rectangle, maximised: boolean) => {
  for (const window of all) Object.assign(window, { bounds, maximised });
});
onAsk('closeWindow', () => {
  for (const window of all) window.close();
});

export { StandInWindow as BrowserWindow };
