/** Reads the options of `npm run serve`, opens the data folder and prints the address. */
import { endSignals, outliveReaders } from '../terminal/signals.ts';
import { parseArgs } from 'node:util';
import { openApp } from '../services/app/app.ts';
import { isTaken, onFreePort } from './free-port.ts';
import { openWebHost } from './web-host.ts';
import { print, printError } from '../terminal/print.ts';
import { pagesFolder, settingsFile } from '../run-folder/installation.ts';

const help = [
  'npm run serve -- [options]',
  "  --runs DIR        data folder for this start (the settings' own, else runs)",
  '  --port N          port (4780, or the next free one; 0 takes any free one)',
  '  --address A       interface (127.0.0.1); anyone who can reach another one and has the link can start runs',
  '  --read-only       nothing can be started or changed',
];

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    port: { type: 'string' },
    address: { type: 'string', default: '127.0.0.1' },
    'read-only': { type: 'boolean', default: false },
    settings: { type: 'string', default: settingsFile },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const usualPort = 4780;

/** A link opens one browser, so there is always one that was not used. */
const linkUsed = (url: string): void => print(`The link was used. For another browser: ${url}`);

outliveReaders(process.stdout, process.stderr);

// Nothing is caught here, since a fault that is swallowed leaves services that no longer do what they say. It only says
// what the end means.
process.on('uncaughtExceptionMonitor', (error) =>
  printError(
    `IGPO Lab ends because of a fault of its own: ${error.message}`,
    'Sessions stop with a checkpoint. Start it again and resume them; please report the lines that follow.',
  ),
);

if (values.help) print(...help);
else
  await serve().catch((error: Error) => {
    printError(
      isTaken(error) ? `--port: expected a free port, got ${values.port}, which another program has` : error.message,
    );
    process.exit(1);
  });

async function serve(): Promise<void> {
  const asked = values.port === undefined ? null : Number(values.port);
  if (asked !== null && (!Number.isInteger(asked) || asked < 0 || asked > 65535))
    throw new RangeError(`--port: expected an integer from 0 to 65535, got ${values.port}`);
  const { address, 'read-only': readOnly } = values;
  const app = openApp({
    dataFolder: 'runs',
    askedFolder: values.runs ?? null,
    settingsFile: values.settings,
    readOnly,
  });
  const open = (port: number) =>
    openWebHost({ handlers: app.handlers, pages: pagesFolder, address, port, readOnly, linkUsed }).then((host) => ({
      host,
      port,
    }));
  const { host, port } = await (asked === null ? onFreePort(usualPort, open) : open(asked));
  let ending = false;
  for (const signal of endSignals)
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      void host
        .close()
        .then(() => app.close())
        .then(() => process.exit(0));
    });
  if (asked === null && port !== usualPort) print(`Port ${usualPort} is taken, this is ${port}.`);
  print(`IGPO Lab: ${host.url}`);
  print(`Data folder: ${app.dataFolder}. Ctrl-C stops running sessions with a checkpoint and ends.`);
}
