/** The queue on disk: ids of the waiting runs, in order. One process at a time keeps it, in a folder of the data
 *  folder. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { list, object, text } from '../../../shared/util/parser.ts';
import { objectFromJson } from '../../../shared/util/json.ts';
import { readText } from '../../files/read.ts';
import { replaceFile } from '../../run-folder/disk.ts';
import { takeLock } from '../../run-folder/lock.ts';

export interface KeptQueue {
  /** Runs that waited when the last keeper ended, even if it crashed. */
  readonly left: readonly string[];
  save(ids: readonly string[]): void;
  /** Lets another process keep it. */
  release(): void;
}

const parseQueue = object({ waiting: list(text) });

/** Null if another process keeps the queue of this data folder, so that no run begins twice, or if it cannot be
 *  kept. */
export function keepQueue(dataFolder: string): KeptQueue | null {
  const folder = join(dataFolder, '.queue');
  const path = join(folder, 'queue.json');
  const begin = () => {
    mkdirSync(folder, { recursive: true });
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
      void warned(path, () => replaceFile(path, Buffer.from(`${JSON.stringify({ waiting }, null, 2)}\n`))),
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
