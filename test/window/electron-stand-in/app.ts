/** Electron's app: ready when Chromium is, one instance per user data folder, quits when nothing prevents it. */
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type Electron from 'electron';
import { closeChromium, openChromium } from './chromium.ts';
import { onAsk, record } from './control.ts';
import { strict } from './strict.ts';

const { values } = parseArgs({ args: process.argv, strict: false, options: { 'user-data-dir': { type: 'string' } } });
const userData = String(values['user-data-dir']);
mkdirSync(userData, { recursive: true });
const lock = join(userData, 'instance');
let owns = false;

type Known = Pick<
  Electron.App,
  'isPackaged' | 'requestSingleInstanceLock' | 'enableSandbox' | 'whenReady' | 'getPath' | 'quit' | 'exit' | 'relaunch'
>;

const events = new EventEmitter();

export const app = strict(
  'app',
  Object.assign(events, {
    isPackaged: process.env.STAND_IN_PACKAGED === 'yes',
    requestSingleInstanceLock() {
      const other = instance();
      if (other !== null) {
        process.kill(other, 'SIGUSR2');
        return false;
      }
      writeFileSync(lock, String(process.pid));
      process.on('SIGUSR2', () => events.emit('second-instance', {}, [], ''));
      return (owns = true);
    },
    enableSandbox: () => record('enableSandbox'),
    async whenReady() {
      await openChromium(userData);
    },
    getPath: (name: string) => (name === 'userData' ? userData : join(userData, name)),
    quit: () => void setImmediate(quit),
    exit: (code = 0) => void end(code),
    relaunch: () => record('relaunch'),
  } satisfies Known),
);

/** The process that has the folder; null where none lives. */
function instance(): number | null {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

function quit(): void {
  let prevented = false;
  events.emit('before-quit', { preventDefault: () => (prevented = true) });
  record(prevented ? 'quit prevented' : 'quit');
  if (!prevented) void end(0);
}

async function end(code: number): Promise<void> {
  events.emit('will-quit', {});
  await closeChromium();
  if (owns) rmSync(lock, { force: true });
  process.exit(code);
}

onAsk('quit', () => app.quit());
process.on('SIGTERM', () => app.quit());
