/** Notes, tags and the archive mark of an experiment or a run: a file beside it, so that they go where the folder goes. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Annotation } from '../../shared/ipc/views.ts';
import { parseObject } from '../../shared/util/json.ts';
import { readText, replaceFile } from '../trainer/disk.ts';

const file = (folder: string): string => join(folder, 'annotation.json');

const none: Annotation = { note: '', tags: [], archived: false };

/** What was added; nothing where there is no file. Throws a sentence when the file is damaged. */
export function annotationOf(folder: string): Annotation {
  const path = file(folder);
  if (!existsSync(path)) return none;
  const { note, tags, archived } = parseObject(readText(path, 'an annotation'), path);
  return {
    note: typeof note === 'string' ? note : '',
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    archived: archived === true,
  };
}

/** Changes what is given and keeps the rest. */
export function annotate(folder: string, change: Partial<Annotation>): void {
  const next = { ...annotationOf(folder), ...change };
  if (next.note === '' && next.tags.length === 0 && !next.archived) rmSync(file(folder), { force: true });
  else replaceFile(file(folder), Buffer.from(`${JSON.stringify(next, null, 2)}\n`));
}
