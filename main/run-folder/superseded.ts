/** Files and folders of a run that were moved out of the way: nothing is deleted. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolder, move } from '../files/write.ts';

/** Moves a file or folder into `superseded/` of its run folder under a free name; returns that name. */
export function setAside(runFolder: string, path: string, time: string): string {
  const target = freeName(runFolder, basename(path), time);
  move(runFolder, path, join(runFolder, target));
  return target;
}

/** `superseded/<time>-<name>`, with a number if that name is taken. */
export function freeName(runFolder: string, name: string, time: string): string {
  makeFolder(runFolder, join(runFolder, 'superseded'));
  const stem = `superseded/${time.replaceAll(':', '-')}-${name}`; // Windows has no colons in names
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? stem : `${stem}.${i}`;
    if (!existsSync(join(runFolder, candidate))) return candidate;
  }
}
