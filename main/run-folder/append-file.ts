/** A file that grows line by line. After a crash or for a resume it is cut back without losing a byte. */
import { closeSync, fstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { objectFromJson } from '../../shared/util/json.ts';
import { count, fields } from '../../shared/util/parser.ts';
import { readBytes } from '../files/read.ts';
import { syncToDisk } from '../files/sync.ts';
import { createFile, cutFile, cutOpen, diskWrite, openToAppend, writeAll } from '../files/write.ts';
import type { Write } from '../files/write.ts';
import { freeName } from './superseded.ts';

export class AppendFile {
  readonly #fd: number;
  readonly #path: string;
  readonly #write: Write;
  #length: number;

  constructor(runFolder: string, path: string, write: Write = diskWrite) {
    this.#path = path;
    this.#write = write;
    this.#fd = openToAppend(runFolder, path);
    this.#length = fstatSync(this.#fd).size;
  }

  /** Appends one line. If the disk refuses, removes the part that was written, so that all lines stay whole. */
  line(value: unknown): void {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      writeAll(this.#fd, bytes, this.#path, this.#write);
    } catch (error) {
      cutOpen(this.#fd, this.#length);
      throw error;
    }
    this.#length += bytes.length;
  }

  sync(): void {
    syncToDisk(this.#path);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** What was moved out of a file, for the event `resumed`. */
export interface Superseded {
  /** Where it is now, relative to the run folder. */
  readonly file: string;
  readonly bytes: number;
  /** Whether it includes a half-written last line. */
  readonly halfLine: boolean;
}

/** Cuts a file of JSON lines to its whole lines with step ≤ `step` (every whole line if Infinity), and moves the rest
 *  to `superseded/`. Null if all lines stay. Throws a sentence if a whole line is no JSON object with a step. */
export function cutAfterStep(runFolder: string, path: string, step: number, time: string): Superseded | null {
  const bytes = readBytes(path, 'journal');
  const end = bytes.lastIndexOf('\n') + 1;
  const cut = step === Infinity ? end : endOfStep(bytes.subarray(0, end), step, path);
  if (cut === bytes.length) return null;
  const file = freeName(runFolder, basename(path), time);
  createFile(runFolder, join(runFolder, file), bytes.subarray(cut));
  syncToDisk(join(runFolder, file)); // before the cut: a crash duplicates, never loses
  cutFile(runFolder, path, cut);
  syncToDisk(path);
  return { file, bytes: bytes.length - cut, halfLine: end < bytes.length };
}

/** Byte offset after the last leading line whose step is at most `step`. */
function endOfStep(lines: Buffer, step: number, path: string): number {
  let start = 0;
  for (let number = 1; start < lines.length; number++) {
    const end = lines.indexOf('\n', start) + 1;
    const where = `${path}, line ${number}`;
    if (fields(objectFromJson(lines.toString('utf8', start, end - 1), where), where)('step', count) > step) break;
    start = end;
  }
  return start;
}
