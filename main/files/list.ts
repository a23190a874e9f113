/** Lists folders that were not made by this process: a bounded number of names, and no folder that is a link. */
import { lstatSync, opendirSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { grouped } from '../../shared/util/text.ts';
import { kindOf, Unfit } from './read.ts';
import type { Links } from './read.ts';

/** Most names that a folder may hold: listing as many takes some tenths of a second. */
const mostNames = 100_000;

export interface Listing {
  /** The first `mostNames`, in the order of the disk. */
  readonly entries: readonly Dirent[];
  /** A sentence if there are more. */
  readonly problem: string | null;
}

/** What the folder holds; nothing where there is none. Throws Unfit if it is something else. */
export function listFolder(folder: string, links: Links = 'refuse', most = mostNames): Listing {
  const found = (links === 'follow' ? statSync : lstatSync)(folder, { throwIfNoEntry: false });
  if (!found) return { entries: [], problem: null };
  if (!found.isDirectory()) throw new Unfit(`${folder}: expected a folder, got ${kindOf(found)} — remove it`);
  const entries: Dirent[] = [];
  const open = opendirSync(folder, { bufferSize: 1024 });
  try {
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
      if (entries.length === most) return { entries, problem: tooMany(folder, most) };
      entries.push(entry);
    }
    return { entries, problem: null };
  } finally {
    open.closeSync();
  }
}

const tooMany = (folder: string, most: number): string =>
  `${folder}: expected at most ${grouped(most)} files, got more — the others are not read; remove what does not belong there`;

/** The names in a folder, sorted; none where there is none. */
export const namesIn = (folder: string, links?: Links): string[] =>
  listFolder(folder, links)
    .entries.map(({ name }) => name)
    .sort();
