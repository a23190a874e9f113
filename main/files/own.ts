/** What lies in a folder of ours. A received folder may hold links, and whoever writes through one changes a file
 *  elsewhere: a shell's start file, another program's data. So nothing below a root is reached through a link. */
import { lstatSync, readlinkSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { kindOf, Unfit } from './read.ts';

/** Throws a sentence if a link lies on the way from the root, which is trusted, down to the path. */
export function refuseLinks(root: string, path: string): void {
  const link = linkBelow(root, path);
  if (link === null) return;
  throw new Error(
    `${link}: expected a file or folder of its own, got a link to ${readlinkSync(link)} — nothing is changed through links; put there what it leads to`,
  );
}

/** What a link among these paths keeps from being changed, as a sentence; null if none of them is reached by one. */
export function linkProblem(root: string, paths: readonly string[]): string | null {
  try {
    for (const path of paths) refuseLinks(root, path);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Throws Unfit unless this is a regular file with one name: whoever changes a file in place changes it under its other
 *  names too, such as in a backup. A pipe is never opened, since that could wait for ever. */
export function refuseShared(path: string, found: Stats): void {
  if (!found.isFile()) throw new Unfit(`${path}: expected a file, got ${kindOf(found)} — remove it`);
  if (found.nlink > 1)
    throw new Unfit(
      `${path}: expected a file with one name, got one with ${found.nlink} (hard links), which would all change — copy its folder and use the copy`,
    );
}

/** The first link on that way, the path itself included; null if there is none, or if it ends before. */
function linkBelow(root: string, path: string): string | null {
  const inside = relative(root, path);
  if (inside === '') return null;
  const parts = inside.split(sep);
  if (parts[0] === '..' || isAbsolute(inside))
    // another drive
    throw new Error(`internal: ${path}: expected a path in ${root}, got one outside`);
  let at = root;
  for (const part of parts) {
    at = join(at, part);
    const found = lstatSync(at, { throwIfNoEntry: false });
    if (!found) return null;
    if (found.isSymbolicLink()) return at;
  }
  return null;
}
