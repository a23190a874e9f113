/** `npm start`: opens the desktop app; if Electron cannot open a window here, says why and opens the browser. */
import { endSignals } from './terminal/signals.ts';
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { buildWhenStale } from './start/build.ts';
import { electronFetched } from './start/electron-runtime.ts';
import { showProgress } from './start/show-progress.ts';
import { print } from './terminal/print.ts';
import { root } from './run-folder/installation.ts';

const help = [
  'npm start -- [options]',
  "  --runs DIR   data folder for this start (the settings' own, else runs)",
  '  --web        in a browser; so do --port, --address and --read-only, see npm run serve -- --help',
];

const args = process.argv.slice(2);
const { values } = parseArgs({ args, strict: false, options: { help: { type: 'boolean', short: 'h' } } });
// An option that only the web host has asks for the web host.
const forWeb = ['web', 'port', 'address', 'read-only'].find((name) => Object.hasOwn(values, name));

if (values.help) print(...help);
else await start();

async function start(): Promise<void> {
  buildWhenStale();
  const failure = forWeb === undefined ? await openApp() : `--${forWeb} asks for the browser`;
  if (failure === null) return;
  print(`Opening in the browser: ${failure}.`);
  process.argv = process.argv.filter((arg) => arg !== '--web');
  await import('./serve.ts');
}

/** Null when the window was closed; a sentence when there never was one. */
async function openApp(): Promise<string | null> {
  const electron = await electronFetched(showProgress(process.stdout));
  return 'runtime' in electron ? openElectron(electron.runtime) : electron.why;
}

function openElectron(runtime: string): Promise<string | null> {
  const begun = performance.now();
  const child = spawn(runtime, [root, ...args], { stdio: 'inherit' });
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of endSignals) process.on(signal, passOn);
  return new Promise((done) => {
    child.on('error', ({ message }) => done(`Electron's runtime cannot be started (${message})`));
    child.on('exit', (code, signal) => {
      const atOnce = performance.now() - begun < 5000;
      const failed = code !== 0 && atOnce && !endSignals.some((name) => name === signal);
      for (const name of endSignals) process.off(name, passOn);
      process.exitCode = failed ? 0 : (code ?? 0);
      done(failed ? `Electron ended at once (${signal ?? `code ${code}`}), see what it wrote above` : null);
    });
  });
}
