/** The queue as it outlives this process: ids of the runs that wait, in order, in a folder of the data folder that one process keeps. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { list, object, text } from '../../../shared/util/parser.ts';
import { objectFromJson } from '../../../shared/util/json.ts';
import { readText, replaceFile } from '../../run-folder/disk.ts';
import { takeLock } from '../../run-folder/lock.ts';

export interface KeptQueue {
  /** What waited when its last keeper ended, however it ended. */
  readonly left: readonly string[];
  save(ids: readonly string[]): void;
  /** Leaves it to the next process. */
  release(): void;
}

const parseQueue = object({ waiting: list(text) });

/** Null where another process keeps the queue of this data folder, which this one must not begin a second time, or where it cannot be kept. */
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
    existsSync(path) ? parseQueue(objectFromJson(readText(path, 'the queue'), path), path).waiting : [],
  );
  return {
    left: left ?? [],
    save: (waiting) =>
      void warned(path, () => replaceFile(path, Buffer.from(`${JSON.stringify({ waiting }, null, 2)}\n`))),
    release: () => void warned(path, () => lock.release()),
  };
}

/** A queue that cannot be kept stops no training. */
function warned<T>(path: string, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    process.emitWarning(`${path}: the queue will not outlive this start — ${(error as Error).message}`);
    return null;
  }
}
