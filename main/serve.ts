/** `npm run serve`: the window in a browser on this machine, or through an ssh tunnel to it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openApp } from './services/app.ts';
import { openWebHost } from './serve/web-host.ts';

const help = `npm run serve -- [options]
  --runs DIR        data folder (runs)
  --port N          port (4780; 0 takes a free one)
  --address A       interface (127.0.0.1); anyone who can reach another one and has the token can start runs
  --read-only       nothing can be started or changed`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: 'runs' },
    port: { type: 'string', default: '4780' },
    address: { type: 'string', default: '127.0.0.1' },
    'read-only': { type: 'boolean', default: false },
    settings: {
      type: 'string',
      default: join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'igpo-lab', 'settings.json'),
    },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) console.log(help);
else await serve();

async function serve(): Promise<void> {
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new RangeError(`--port: expected an integer from 0 to 65535, got ${values.port}`);
  const readOnly = values['read-only'];
  const app = openApp({ dataFolder: values.runs, settingsFile: values.settings, readOnly });
  const pages = fileURLToPath(new URL('../dist/renderer', import.meta.url));
  const host = await openWebHost({ handlers: app.handlers, pages, address: values.address, port, readOnly });
  console.log(`IGPO Lab: ${host.url}`);
  console.log(`Data folder: ${app.dataFolder}. Ctrl-C stops running sessions with a checkpoint and ends.`);
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      void host
        .close()
        .then(() => app.close())
        .then(() => process.exit(0));
    });
}
