/** Child processes as Electron starts them. While one trains, the machine stays awake. */
import { powerSaveBlocker, utilityProcess } from 'electron';
import { lastOf } from '../processes/own-process.ts';
import type { StartProcess } from '../processes/own-process.ts';
import { allocatorEnvironment } from '../processes/allocator.ts';
import { childEnvironment } from '../processes/permissions.ts';
import { processFile } from '../run-folder/installation.ts';

export const startUtilityProcess: StartProcess = (name, args, hear) => {
  const child = utilityProcess.fork(processFile(name), [...args], {
    serviceName: name === 'entry' ? 'IGPO Lab training' : 'IGPO Lab device check',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...childEnvironment(process.env), ...allocatorEnvironment },
  });
  const complaint = lastOf(child.stderr!);
  const begun = new Promise<void>((done) => child.once('spawn', done));
  child.on('message', hear);
  if (name === 'entry') stayAwake(child);
  return {
    send: (message) => void begun.then(() => child.postMessage(message)),
    dismiss: () => void child.kill(), // a utility process has no way to disconnect
    kill: () => void child.kill(),
    ended: new Promise((done) =>
      child.once('exit', (code) => done({ code, signal: null, complaint: complaint(), refusal: null })),
    ),
  };
};

let training = 0;
let blocker: number | null = null;

function stayAwake(child: Electron.UtilityProcess): void {
  training++;
  blocker ??= powerSaveBlocker.start('prevent-app-suspension');
  child.once('exit', () => {
    if (--training > 0 || blocker === null) return;
    powerSaveBlocker.stop(blocker);
    blocker = null;
  });
}
