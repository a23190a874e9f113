/** What lies in a folder of ours. A received folder may hold links, and whoever writes through one changes a file
 *  elsewhere: a shell's start file, another program's data. So nothing below a root is reached through a link. */
import { lstatSync, readlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Throws a sentence if a link lies on the way from the root, which is trusted, down to the path. */
export function refuseLinks(root: string, path: string): void {
  const link = linkBelow(root, path);
  if (link === null) return;
  throw new Error(
    `${link}: expected a file or folder of its own, got a link to ${readlinkSync(link)} — nothing is changed through links; put there what it leads to`,
  );
}

/** The first link on that way, the path itself included; null if there is none, or if it ends before. */
function linkBelow(root: string, path: string): string | null {
  const inside = relative(root, path);
  if (inside === '') return null;
  const parts = inside.split(sep);
  if (parts[0] === '..') throw new Error(`internal: ${path}: expected a path in ${root}, got one outside`);
  let at = root;
  for (const part of parts) {
    at = join(at, part);
    const found = lstatSync(at, { throwIfNoEntry: false });
    if (!found) return null;
    if (found.isSymbolicLink()) return at;
  }
  return null;
}
