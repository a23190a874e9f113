/** The web host as `npm run serve` opens it, in a process of its own, but for training: a session is refused at once.
 *  Tells its link, and its memory when asked. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWebHost } from '../../main/serve/web-host.ts';
import { openApp } from '../../main/services/app/app.ts';
import type { StartProcess } from '../../main/processes/own-process.ts';

const [home, dataFolder] = process.argv.slice(2) as [string, string];
const pages = join(home, 'pages');
mkdirSync(pages);
writeFileSync(join(pages, 'index.html'), 'the window');
const refused = { code: null, signal: null, complaint: '', refusal: 'no process is started here' };
const startProcess: StartProcess = () => ({
  send: () => undefined,
  dismiss: () => undefined,
  kill: () => undefined,
  ended: Promise.resolve(refused),
});

const app = openApp({ dataFolder, settingsFile: join(home, 'settings.json'), startProcess });
const host = await openWebHost({ ...app, pages, address: '127.0.0.1', port: 0, readOnly: false });
process.on('message', () => {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send!({ rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 });
});
process.on('disconnect', () => process.exit());
process.send!({ url: host.url });
