/** The engine of this machine: every session is a separate training process. */
import { parseRunConfig } from '../../shared/config/run-config.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { readForLock } from '../run-folder/lock.ts';
import { readManifest } from '../run-folder/run-folder.ts';
import { parseFromTrainer } from '../trainer/messages.ts';
import type { FromTrainer, ToTrainer } from '../trainer/messages.ts';
import type { SessionRequest } from '../trainer/session.ts';
import { warmStartFiles, warmStartFolder } from '../warm-start/find-warm-start.ts';
import type { Reach } from '../processes/permissions.ts';
import { describeExit, forkProcess } from '../processes/own-process.ts';
import type { StartProcess } from '../processes/own-process.ts';
import type { AttemptEnd, Engine } from './engine.ts';

/** startProcess: as this host starts processes. */
export const localEngine = (startProcess: StartProcess = forkProcess): Engine => ({
  start(request, report) {
    let end: AttemptEnd | null = null;
    const hear = (message: unknown): void => {
      let heard: FromTrainer;
      try {
        heard = parseFromTrainer(message);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        end ??= { end: 'crashed', message: `the training process said what no session says (${why}) — ${goOn}` };
        return child.kill();
      }
      if (heard.kind !== 'ended' && heard.kind !== 'refused') return report(heard);
      end = heard.kind === 'ended' ? heard.end : { end: 'refused', message: heard.message };
      child.dismiss();
    };
    const child = startProcess('entry', [], hear, reachOf(request));
    const send = (message: ToTrainer): void => child.send(message);
    send({ kind: 'start', request });
    return {
      pause: () => send({ kind: 'pause' }),
      resume: () => send({ kind: 'resume' }),
      stop: () => send({ kind: 'stop' }),
      kill: () => child.kill(),
      ended: child.ended.then((exit) => {
        if (end !== null) return end;
        if (exit.refusal !== null) return { end: 'refused', message: exit.refusal };
        return { end: 'crashed', message: `the training process ${describeExit(exit)} — ${goOn}` };
      }),
    };
  },
});

/** A session writes its run folder, and reads the warm start that its config names. */
const reachOf = (request: SessionRequest): Reach => ({
  read: [...warmStartOf(request), ...readForLock(request.folder)],
  write: [request.folder],
});

/** Its two files, not the folder: a received config may name any. Empty when the run has no config that can be read:
 *  the session itself then says so. */
function warmStartOf({ folder, config }: SessionRequest): string[] {
  try {
    const { model } = config ?? parseRunConfig(readManifest(folder).config, catalogues);
    return Object.values(warmStartFiles(warmStartFolder(model.checkpoint)));
  } catch {
    return [];
  }
}

const goOn = 'resume the run to go on from its last checkpoint';
