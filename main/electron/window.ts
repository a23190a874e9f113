/** The one window: sandboxed, in its last place, and reloaded after a crash of its process. */
import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import { fileURLToPath } from 'node:url';
import type { AppContract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/server.ts';
import { connect } from './connect.ts';
import { chooseFolder } from './dialogs.ts';
import { origin } from './names.ts';
import { savePdf } from './save-pdf.ts';
import { fit, readPlace, savePlace } from './window-place.ts';

/** It lies beside the bundle of this code. */
const preload = fileURLToPath(new URL('preload.cjs', import.meta.url));
const firstSize = { width: 1280, height: 800 };
/** The page's own background, so that the window does not flash before the page is drawn. */
const background = { light: '#ffffff', dark: '#121417' };

/** placeFile: keeps the window's place. */
export function openWindow(handlers: Handlers<AppContract>, placeFile: string): BrowserWindow {
  const place = readPlace(placeFile);
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...firstSize,
    ...(place && fit(place.bounds, areas)),
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'IGPO Lab',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (place?.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => savePlace(placeFile, { bounds: window.getNormalBounds(), maximised: window.isMaximized() }));
  reloadAfterCrash(window);
  connect(window.webContents, handlers, {
    chooseFolder: (title) => chooseFolder(window, title),
    savePdf: (name, html) => savePdf(window, name, html),
  });
  void window.loadURL(`${origin}/`);
  return window;
}

const oftenMs = 60_000;

/** Reloads the page once; if it crashes again within a minute, asks. */
function reloadAfterCrash(window: BrowserWindow): void {
  let last = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const often = performance.now() - last < oftenMs;
    last = performance.now();
    if (!often) window.reload();
    const message = often ? 'The window stopped twice within a minute.' : 'The window stopped and was loaded again.';
    const detail = `Its process ended (${reason}). Training goes on, nothing is lost.`;
    const buttons = often ? ['Load again', 'Quit'] : ['OK'];
    void dialog.showMessageBox(window, { type: 'warning', message, detail, buttons }).then(({ response }) => {
      if (often && response === 1) app.quit();
      else if (often) window.reload();
    });
  });
}
