/** Help → Check for updates: asks the feed, says what it found, fetches the installer if the person wants it.
 *  Installing is theirs: nothing that was fetched is started. */
import { app, dialog, shell } from 'electron';
import type { BrowserWindow, MessageBoxOptions } from 'electron';
import type { Feed } from '../update/feed.ts';
import { fetchInstaller, findUpdate } from '../update/update.ts';

/** An installer has some hundred megabytes. */
const mostFetchMs = 60 * 60_000;

export async function checkForUpdates(window: BrowserWindow, feed: Feed): Promise<void> {
  const say = (message: string, detail: string, more: Partial<MessageBoxOptions> = {}) =>
    dialog.showMessageBox(window, { message, detail, ...more });
  try {
    const found = await findUpdate(feed, `${process.platform}-${process.arch}`);
    if (found === null) return void (await say('This is the newest version.', `IGPO Lab ${feed.version}`));
    const { release, file } = found;
    const title = `IGPO Lab ${release.version} is there; this is ${feed.version}.`;
    if (file === null) return void (await say(title, 'It has no installer for this system.'));
    const megabytes = (file.size / 1e6).toFixed(0);
    const { response } = await say(title, `Its installer has ${megabytes} MB and goes to your downloads.`, {
      ...{ buttons: ['Fetch', 'Not now'], defaultId: 0, cancelId: 1 },
    });
    if (response !== 0) return;
    const path = await fetchInstaller(feed, file, app.getPath('downloads'), AbortSignal.timeout(mostFetchMs));
    shell.showItemInFolder(path);
    await say('The installer is in your downloads, and is the one that was signed.', path);
  } catch (error) {
    await say('No update was fetched.', (error as Error).message, { type: 'error' });
  }
}
