/** The platform's dialogs. */
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { AppContract } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/server.ts';

export async function chooseFolder(window: BrowserWindow, title: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    message: title,
    properties: ['openDirectory', 'createDirectory'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** A caller that never aborts. */
const caller = { signal: new AbortController().signal };

export async function importFolder(window: BrowserWindow, handlers: Handlers<AppContract>): Promise<void> {
  const folder = await chooseFolder(window, 'Import runs or a whole data folder');
  if (folder !== null) await orSay(window, 'Nothing was imported.', () => handlers.importFolder({ folder }, caller));
}

/** Changes the data folder of the next start. */
export async function changeDataFolder(window: BrowserWindow, handlers: Handlers<AppContract>): Promise<void> {
  const dataFolder = await chooseFolder(window, 'Choose the folder for runs');
  if (dataFolder === null) return;
  const done = await orSay(window, 'The data folder stays as it is.', () =>
    handlers.changeSettings({ dataFolder }, caller),
  );
  if (!done) return;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'Start IGPO Lab again to use the new data folder?',
    detail: 'Runs that train are stopped with a checkpoint and can be resumed from the old folder.',
    buttons: ['Start again', 'Later'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) return;
  app.relaunch();
  app.quit();
}

/** Returns whether it succeeded; shows the sentence of an error. */
async function orSay(window: BrowserWindow, message: string, act: () => unknown): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    await dialog.showMessageBox(window, { type: 'error', message, detail: (error as Error).message });
    return false;
  }
}
