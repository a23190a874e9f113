/** `npm start`: the window. In Electron where its runtime and a display are there, else in a browser, saying why. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { buildWhenStale } from './start/build.ts';
import { electronOrWhyNot } from './start/electron-runtime.ts';
import { root } from './run-folder/installation.ts';

const args = process.argv.slice(2);
// What only the web host can do asks for it.
const { values } = parseArgs({ args, strict: false, options: {} });
const forWeb = ['port', 'address', 'read-only', 'help'].find((name) => name in values);
const signals = ['SIGINT', 'SIGTERM'] as const;

buildWhenStale();
const electron = forWeb === undefined ? electronOrWhyNot() : { why: `--${forWeb} asks for the browser` };
const failure = 'runtime' in electron ? await openElectron(electron.runtime) : electron.why;
if (failure !== null) {
  console.log(`Opening in the browser: ${failure}.`);
  await import('./serve.ts');
}

/** Null when the window was closed; a sentence when there never was one. */
function openElectron(runtime: string): Promise<string | null> {
  const begun = performance.now();
  const child = spawn(runtime, [root, ...args], { stdio: 'inherit' });
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((done) => {
    child.on('error', ({ message }) => done(`Electron's runtime cannot be started (${message})`));
    child.on('exit', (code, signal) => {
      const atOnce = performance.now() - begun < 5000;
      const failed = code !== 0 && atOnce && signal !== 'SIGINT' && signal !== 'SIGTERM';
      for (const name of signals) process.off(name, passOn);
      process.exitCode = failed ? 0 : (code ?? 0);
      done(failed ? `Electron ended at once (${signal ?? `code ${code}`}), see what it wrote above` : null);
    });
  });
}
