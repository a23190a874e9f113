/** Writes that either succeed or say why not: whole files, durable folders, and sentences for a disk that refuses. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncToDisk } from '../files/sync.ts';
import { grouped } from '../../shared/util/text.ts';

/** One write to an open file; returns how many bytes were written. Tests replace it to fill the disk. */
export type Write = (fd: number, bytes: Uint8Array) => number;

export const diskWrite: Write = (fd, bytes) => writeSync(fd, bytes);

/** Writes all bytes. `where` begins the error if the disk refuses. */
export function writeAll(fd: number, bytes: Uint8Array, where: string, write: Write = diskWrite): void {
  let done = 0;
  try {
    while (done < bytes.length) done += write(fd, bytes.subarray(done));
  } catch (error) {
    throw diskError(error, where, bytes.length, done);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full — free some space there and resume the run',
  EDQUOT: 'the disk quota is used up — free some space there and resume the run',
  EROFS: 'the disk is read-only — make it writable and resume the run',
  EACCES: 'permission was denied — make the folder writable and resume the run',
  EIO: 'the disk reported a hardware error — copy the run folder to another disk and resume it there',
};

function diskError(error: unknown, where: string, bytes: number, done: number): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = reasons[code] ?? `${message} — mend that and resume the run`;
  return new Error(
    `${where}: expected to write ${grouped(bytes)} bytes, got ${grouped(done)} because ${reason}; nothing written before is lost`,
    { cause: error },
  );
}

/** Writes a new file and waits until it is on the disk. mode: who may read it, as of a new file. */
export function writeDurable(path: string, bytes: Uint8Array, write?: Write, mode?: number): void {
  const fd = openSync(path, 'w', mode);
  try {
    writeAll(fd, bytes, path, write);
  } finally {
    closeSync(fd);
  }
  syncToDisk(path);
}

/** Replaces a file in one step: a reader, or a crash at any instant, sees the old bytes or the new ones. */
export function replaceFile(path: string, bytes: Uint8Array, write?: Write, mode?: number): void {
  const temporary = join(dirname(path), `.${basename(path)}.part`);
  writeDurable(temporary, bytes, write, mode);
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Waits until the folder's list of names is on the disk; without it a renamed file can be gone after a power cut. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // Windows cannot open a folder; NTFS journals its names itself
  syncToDisk(path);
}

/** Moves a file or folder into `superseded/` of its run folder under a free name; returns that name. */
export function setAside(runFolder: string, path: string, time: string): string {
  const target = freeName(runFolder, basename(path), time);
  renameSync(path, join(runFolder, target));
  return target;
}

/** `superseded/<time>-<name>`, with a number if that name is taken. */
export function freeName(runFolder: string, name: string, time: string): string {
  mkdirSync(join(runFolder, 'superseded'), { recursive: true });
  const stem = `superseded/${time.replaceAll(':', '-')}-${name}`; // Windows has no colons in names
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? stem : `${stem}.${i}`;
    if (!existsSync(join(runFolder, candidate))) return candidate;
  }
}

export const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');
