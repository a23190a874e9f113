/** The queue on disk: the waiting runs, in order. It belongs to this installation and lies beside the settings, never
 *  in the data folder: a folder that was received starts nothing by being opened. One process at a time keeps it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { list, object, text } from '../../../shared/util/parser.ts';
import { objectFromJson } from '../../../shared/util/json.ts';
import { readText } from '../../files/read.ts';
import { makeFolder, replaceFile } from '../../files/write.ts';
import { keptFolder } from '../../run-folder/installation.ts';
import { takeLock } from '../../run-folder/lock.ts';

/** A run that waits. Another run may lie under its id at the next start: it is begun only if it has the same config. */
export interface WaitingRun {
  readonly id: string;
  readonly configHash: string;
}

export interface KeptQueue {
  /** Runs that waited when the last keeper ended, even if it crashed. */
  readonly left: readonly WaitingRun[];
  save(runs: readonly WaitingRun[]): void;
  /** Lets another process keep it. */
  release(): void;
}

const parseQueue = object({ dataFolder: text, waiting: list(object({ id: text, configHash: text })) });

/** Null if another process keeps the queue of this data folder, so that no run begins twice, or if it cannot be
 *  kept. */
export function keepQueue(settingsFile: string, dataFolder: string): KeptQueue | null {
  const folder = keptFolder(settingsFile, dataFolder);
  const path = join(folder, 'queue.json');
  if (existsSync(join(dataFolder, '.queue')))
    process.emitWarning(`${join(dataFolder, '.queue')}: a queue in a data folder starts nothing — remove it`);
  const begin = () => {
    makeFolder(folder, folder);
    return takeLock(folder);
  };
  const lock = warned(path, begin);
  if (lock === null) return null;
  const left = warned(path, () =>
    existsSync(path) ? parseQueue(objectFromJson(readText(path, 'queue'), path), path).waiting : [],
  );
  return {
    left: left ?? [],
    save: (waiting) =>
      void warned(path, () =>
        replaceFile(folder, path, Buffer.from(`${JSON.stringify({ dataFolder, waiting }, null, 2)}\n`)),
      ),
    release: () => void warned(path, () => lock.release()),
  };
}

/** Null with a warning if the work fails: a queue that cannot be kept stops no training. */
function warned<T>(path: string, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    process.emitWarning(`${path}: the queue will not outlive this start — ${(error as Error).message}`);
    return null;
  }
}
