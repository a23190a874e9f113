/** The one way to a file that was not made by this process: regular files only, within the limit of their kind, and
 *  no link at the end of the path, so that a received folder shows nothing of the disk around it. A FIFO or a device
 *  is never opened: it could block for ever, give bytes without end, or act. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { grouped } from '../../shared/util/text.ts';
import { kinds } from './kinds.ts';
import type { Kind } from './kinds.ts';

/** A file or folder that cannot be used as it is, in a sentence. Trying again gives the same. */
export class Unfit extends RangeError {
  /** There is nothing at the path. */
  readonly isMissing: boolean;

  constructor(sentence: string, isMissing = false) {
    super(sentence);
    this.isMissing = isMissing;
  }
}

/** `follow` for what a person named, or what lies in a folder of their own: there a link is their wish. */
export type Links = 'refuse' | 'follow';

export interface OpenFile {
  readonly path: string;
  readonly fd: number;
  /** Bytes when it was opened. */
  readonly size: number;
}

// Absent on Windows, which has neither FIFOs in folders nor links that the check before does not see.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants> & { O_RDONLY: number };

/** Opens the file for the call. Throws Unfit if it is missing or no regular file; other errors are the system's. */
export function withFile<T>(path: string, what: string, use: (file: OpenFile) => T, links: Links = 'refuse'): T {
  const found = (links === 'follow' ? statSync : lstatSync)(path, { throwIfNoEntry: false });
  if (!found) throw new Unfit(`${path}: expected ${what}, got no such file`, true);
  refuseOther(path, what, found);
  const fd = openSync(path, O_RDONLY | O_NONBLOCK | (links === 'refuse' ? O_NOFOLLOW : 0));
  try {
    const opened = fstatSync(fd);
    refuseOther(path, what, opened); // it may have been replaced since the first look
    return use({ path, fd, size: opened.size });
  } finally {
    closeSync(fd);
  }
}

function refuseOther(path: string, what: string, found: Stats): void {
  if (!found.isFile()) throw new Unfit(`${path}: expected ${what}, got ${kindOf(found)} — ${advice(found)}`);
}

/** What a path leads to, in words. */
export function kindOf(found: Stats): string {
  if (found.isSymbolicLink()) return 'a link';
  if (found.isDirectory()) return 'a folder';
  return found.isFIFO() ? 'a pipe' : found.isSocket() ? 'a socket' : found.isFile() ? 'a file' : 'a device';
}

const advice = (found: Stats): string =>
  found.isSymbolicLink() ? 'put the file itself there' : 'remove it, or put the file there';

/** Bytes from an offset on, fewer where the file ends. The caller has checked `length` against the file's size. */
export function bytesFrom({ fd }: OpenFile, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  for (let got = -1; done < length && got !== 0; done += got)
    got = readSync(fd, bytes, done, length - done, offset + done);
  return bytes.subarray(0, done);
}

/** A whole file. Throws a sentence when it is missing, is no regular file, is larger than its kind may be, or cannot be
 *  read. */
export function readBytes(path: string, kind: Kind, links?: Links): Buffer {
  const { what, most } = kinds[kind];
  try {
    return withFile(
      path,
      what,
      (file) => {
        if (file.size > most)
          throw new Unfit(
            `${path}: expected ${what} of at most ${grouped(most)} bytes, got ${grouped(file.size)} — the file is damaged; put the right one back`,
          );
        return bytesFrom(file, 0, file.size);
      },
      links,
    );
  } catch (error) {
    if (error instanceof Unfit) throw error;
    throw new Error(`${path}: expected ${what}, got ${(error as Error).message}`, { cause: error });
  }
}

export const readText = (path: string, kind: Kind, links?: Links): string => readBytes(path, kind, links).toString();

/** A text that changes with the file; `-` where there is none. */
export function fileStamp(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found ? `${found.ino}:${found.size}:${found.mtimeMs}` : '-';
}
