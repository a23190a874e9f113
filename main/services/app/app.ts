/** Opens a data folder and answers the contract for it: what every host (window shell, web host) shares. */
import { resolve } from 'node:path';
import type { AppContract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/server.ts';
import { openIndex } from '../../store/open-index.ts';
import { makeFolder } from '../../files/write.ts';
import { createBin } from '../library/bin.ts';
import { keptFolder } from '../../run-folder/installation.ts';
import { keysFile, openKeys } from '../../keys/keys.ts';
import type { Keychain } from '../../keys/keys.ts';
import { createChangeFeed } from '../library/change-feed.ts';
import { codeVersion } from '../runs/code-version.ts';
import { createController } from '../runs/control-runs.ts';
import { createHandlers } from './handlers.ts';
import { keepCurrent } from '../library/keep-current.ts';
import { keepQueue } from '../runs/kept-queue.ts';
import { openLibrary } from '../library/library.ts';
import type { StartProcess } from '../../processes/own-process.ts';
import { openSettings } from './settings.ts';
import { createSupervisor } from '../../engines/supervisor.ts';
import { localEngine } from '../../engines/local.ts';
import { tryDevice } from '../../devices/try-device.ts';

export interface AppOptions {
  /** The folder of all runs, unless the settings name another one. */
  readonly dataFolder: string;
  /** A folder for this start alone; it comes before the settings. */
  readonly askedFolder?: string | null;
  readonly settingsFile: string;
  readonly readOnly?: boolean;
  /** The system's, where this host can reach it. */
  readonly keychain?: Keychain | null;
  /** How this host starts child processes; a plain fork if not given. */
  readonly startProcess?: StartProcess;
}

export interface App {
  readonly handlers: Handlers<AppContract>;
  readonly dataFolder: string;
  /** Stops every session with a checkpoint, then closes the store. The next start finds the runs that waited in the
   *  queue. */
  close(): Promise<void>;
}

export function openApp(options: AppOptions): App {
  const {
    dataFolder: ownFolder,
    askedFolder = null,
    settingsFile,
    readOnly = false,
    keychain = null,
    startProcess,
  } = options;
  const version = codeVersion();
  const settings = openSettings(settingsFile, { dataFolder: resolve(ownFolder), readOnly, version }, askedFolder);
  const { dataFolder } = settings.current();
  makeFolder(dataFolder, dataFolder);
  const { store, indexed, problem } = openIndex(dataFolder);
  if (problem !== null) process.emitWarning(problem);
  const changes = createChangeFeed();
  const queue = readOnly ? null : keepQueue(settingsFile, dataFolder);
  const supervisor = createSupervisor({
    slots: settings.current().slots,
    codeVersion: version,
    engine: localEngine(startProcess),
    changed: (id) => keeper.wake(id),
    queueChanged: (ids) => queue?.save(ids.map((id) => controller.waiting(id))),
  });
  const library = openLibrary({ dataFolder, store, indexed, supervisor, changes });
  const keeper = keepCurrent(library);
  const controller = createController({ dataFolder, library, supervisor });
  controller.queueAgain(queue?.left ?? []);
  const bin = createBin(dataFolder, keptFolder(settingsFile, dataFolder));
  if (!readOnly) void bin.purge().catch((error: Error) => process.emitWarning(`bin: ${error.message}`));
  return {
    handlers: createHandlers({
      ...{ dataFolder, store, library, bin, supervisor, controller, changes, settings },
      keys: openKeys(keysFile(settingsFile), keychain),
      tryDevice: (device) => tryDevice(device, startProcess),
    }),
    dataFolder,
    async close() {
      await supervisor.close();
      queue?.release();
      keeper.close();
      store.close();
    },
  };
}
