/** IGPO Lab on Electron: one instance, one window; the services in this process, each training session in another. */
import { app, BrowserWindow, dialog, Menu, shell } from 'electron';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openApp } from '../services/app/app.ts';
import type { App } from '../services/app/app.ts';
import { root } from '../run-folder/installation.ts';
import { changeDataFolder, importFolder } from './dialogs.ts';
import { denyPermissions, guardAll } from './guard.ts';
import { systemKeychain } from './keychain.ts';
import { menuTemplate } from './menu.ts';
import { press } from './names.ts';
import { declareScheme, servePages } from './pages.ts';
import { feedOf } from '../update/feed.ts';
import { checkForUpdates } from './updates.ts';
import { startUtilityProcess } from './utility-process.ts';
import { printError } from '../terminal/print.ts';
import { openWindow } from './window.ts';

/** Longest wait for checkpoints when the app quits: long enough for a step of a large model and its checkpoint. */
const mostQuitMs = 20_000;

const mac = process.platform === 'darwin';

if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  declareScheme();
  guardAll();
  void app.whenReady().then(start);
} else app.quit(); // the first instance shows its window

function start(): void {
  try {
    denyPermissions();
    servePages();
    run(openApp({ ...folders(), startProcess: startUtilityProcess, keychain: systemKeychain() }));
  } catch (error) {
    dialog.showErrorBox('IGPO Lab cannot start', (error as Error).message);
    app.exit(1);
  }
}

/** In a checkout runs lie beside the code, as with the command line. */
function folders(): { dataFolder: string; settingsFile: string } {
  const { runs } = parseArgs({ args: process.argv, strict: false, options: { runs: { type: 'string' } } }).values;
  const usual = app.isPackaged ? join(app.getPath('documents'), 'IGPO Lab') : join(root, 'runs');
  return {
    dataFolder: typeof runs === 'string' ? runs : usual,
    settingsFile: join(app.getPath('userData'), 'settings.json'),
  };
}

function run(lab: App): void {
  const open = (): BrowserWindow => openWindow(lab.handlers, join(app.getPath('userData'), 'window.json'));
  const current = (): BrowserWindow => BrowserWindow.getAllWindows()[0] ?? open();
  const feed = feedOf(root);
  const actions = {
    press: (key: unknown) => current().webContents.send(press, key),
    importFolder: () => void importFolder(current(), lab.handlers),
    changeDataFolder: () => void changeDataFolder(current(), lab.handlers),
    openDataFolder: () => void shell.openPath(lab.dataFolder),
    checkForUpdates: feed && (() => void checkForUpdates(current(), feed)),
    openPaper: () => void shell.openExternal('https://arxiv.org/abs/2510.14967'),
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, { mac, development: !app.isPackaged })));
  app.on('second-instance', () => {
    const window = current();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
  app.on('activate', () => void current());
  app.on('window-all-closed', () => {
    if (!mac) app.quit();
  });
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit' && reason !== 'killed')
      printError(`${type}: the process ended (${reason}); what it did is taken up again by itself`);
  });
  closeBeforeQuit(lab);
  open();
}

/** Quits without a question, but only after all sessions have ended with a checkpoint. */
function closeBeforeQuit(lab: App): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    for (const window of BrowserWindow.getAllWindows()) window.close();
    void Promise.race([lab.close(), delay(mostQuitMs)]).finally(() => {
      state = 'closed';
      app.quit();
    });
  });
}
