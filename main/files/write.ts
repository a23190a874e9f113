/** Every change that the app makes to the disk. A new file is created under a random name that cannot exist, and
 *  renamed when it is complete; a file that grows or is cut has one name and is no link. Paths are below a root, which
 *  is trusted: the data folder, or a run folder that its host has checked. No link below it is followed. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diskError } from './disk-error.ts';
import { refuseLinks, refuseShared } from './own.ts';
import { syncToDisk } from './sync.ts';

/** One write to an open file; returns how many bytes were written. Tests replace it to fill the disk. */
export type Write = (fd: number, bytes: Uint8Array) => number;

export const diskWrite: Write = (fd, bytes) => writeSync(fd, bytes);

export interface WriteOptions {
  readonly write?: Write;
  /** Permissions of the file, as for a new one. */
  readonly mode?: number;
  /** What begins the error if the disk refuses; the path if not given. */
  readonly where?: string;
}

// absent on Windows, where the looks before and after have to do
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;
const { O_APPEND, O_CREAT, O_EXCL, O_RDWR, O_WRONLY } = constants;

/** Writes all bytes. `where` begins the error if the disk refuses. */
export function writeAll(fd: number, bytes: Uint8Array, where: string, write: Write = diskWrite): void {
  let done = 0;
  try {
    while (done < bytes.length) done += write(fd, bytes.subarray(done));
  } catch (error) {
    throw diskError(error, where, bytes.length, done);
  }
}

/** Makes a file that is not there yet. If the disk refuses, nothing of it is left. It is not flushed: see
 *  `syncToDisk`. */
export function createFile(root: string, path: string, bytes: Uint8Array, options: WriteOptions = {}): void {
  const { write, mode, where = path } = options;
  const fd = create(root, path, mode);
  try {
    writeAll(fd, bytes, where, write);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Opens a new file for writing. Throws EEXIST when there is something of this name, be it a dangling link. */
function create(root: string, path: string, mode?: number): number {
  refuseLinks(root, path);
  const fd = openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode);
  try {
    refuseLinks(root, path); // a folder on the way may have been replaced meanwhile
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return fd;
}

/** Makes a file and tells whether it could: false when its name is taken. */
export function createIfFree(root: string, path: string, bytes: Uint8Array): boolean {
  try {
    createFile(root, path, bytes);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Writes a new file under a name that no one can foresee, then gives it its own. A reader, or a crash at any instant,
 *  sees the old file or the new one. A link of that name is replaced, not followed. */
export function writeWhole(root: string, path: string, bytes: Uint8Array, options: WriteOptions = {}): void {
  const temporary = temporaryName(path);
  createFile(root, temporary, bytes, { where: path, ...options });
  renameSync(temporary, path);
}

/** The same, and waits until it is on the disk. */
export function replaceFile(root: string, path: string, bytes: Uint8Array, options: WriteOptions = {}): void {
  const temporary = temporaryName(path);
  createFile(root, temporary, bytes, { where: path, ...options });
  syncToDisk(temporary);
  renameSync(temporary, path);
  syncToDisk(dirname(path));
}

/** Saves a file that a person named, or one of this installation: its folder is trusted, and made if it is absent. */
export function saveFile(path: string, bytes: Uint8Array, options: WriteOptions = {}): void {
  makeFolder(dirname(path), dirname(path));
  replaceFile(dirname(path), path, bytes, options);
}

/** A name beside the path for what is filled before it gets its own. */
export const temporaryName = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.part`);

/** Removes what a crash has left under temporary names. For the only writer of a folder. */
export function removeLeftovers(root: string, folder: string): void {
  refuseLinks(root, folder);
  if (!lstatSync(folder, { throwIfNoEntry: false })) return;
  for (const name of readdirSync(folder)) if (leftover.test(name)) removeTree(root, join(folder, name));
}

/** Older versions wrote under `step-000001.rollouts.part` and `.incomplete`. */
const leftover = /^\..+\.part$|\.rollouts\.part$|^\.incomplete$/;

/** Opens a file to append to, and makes it if it is not there. */
export const openToAppend = (root: string, path: string): number => openOwn(root, path, O_APPEND | O_CREAT | O_WRONLY);

/** Cuts an open file to its first bytes. */
export const cutOpen = (fd: number, bytes: number): void => ftruncateSync(fd, bytes);

/** Cuts a file to its first bytes. */
export function cutFile(root: string, path: string, bytes: number): void {
  const fd = openOwn(root, path, O_RDWR);
  try {
    ftruncateSync(fd, bytes);
  } finally {
    closeSync(fd);
  }
}

/** For a change in place. */
function openOwn(root: string, path: string, flags: number): number {
  refuseLinks(root, path);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there) refuseShared(path, there);
  const fd = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK);
  try {
    refuseLinks(root, path); // it may have been replaced since the first look
    refuseShared(path, fstatSync(fd));
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Sets when a file was changed. */
export function touch(root: string, path: string, time: Date): void {
  refuseLinks(root, path);
  lutimesSync(path, time, time);
}

/** Makes a folder and those above it down from the root, which is made too if it is not there. */
export function makeFolder(root: string, path: string): void {
  mkdirSync(root, { recursive: true });
  refuseLinks(root, path);
  mkdirSync(path, { recursive: true });
  refuseLinks(root, path);
}

/** Gives a file or folder another name, both below the root. A link of the old name is moved itself. */
export function move(root: string, from: string, to: string): void {
  refuseLinks(root, dirname(from));
  refuseLinks(root, dirname(to));
  renameSync(from, to);
}

/** Deletes a file, a folder with all that it holds, or a link itself; nothing if there is none. */
export function removeTree(root: string, path: string): void {
  refuseLinks(root, dirname(path));
  rmSync(path, { recursive: true, force: true });
}

/** The same, without blocking this process. */
export async function removeTreeSlowly(root: string, path: string): Promise<void> {
  refuseLinks(root, dirname(path));
  await rm(path, { recursive: true, force: true });
}

/** Copies a regular file that may change under our hands into a new one. */
export async function copyFile(root: string, from: string, to: string): Promise<void> {
  const source = await open(from, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (!(await source.stat()).isFile()) throw new Error(`${from}: expected a file, got something else`);
    refuseLinks(root, to);
    const target = await open(to, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW);
    try {
      await target.writeFile(source.createReadStream({ autoClose: false }));
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
