/** Reads new whole lines of a file that another process appends to, and the JSON objects on them. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { objectFromJson } from '../../shared/util/json.ts';
import type { JsonObject } from '../../shared/util/json.ts';

export interface Line {
  readonly text: string;
  /** Byte offset of its start in the file. */
  readonly offset: number;
}

export interface Tail {
  readonly lines: readonly Line[];
  /** Byte offset after the last whole line. */
  readonly next: number;
  /** The file is shorter than `offset`: it was truncated. */
  readonly shrank: boolean;
}

/** The whole lines after byte `offset`, about `most` bytes at most. A last line without its end is left for later. A
 *  missing file counts as empty. */
export function tail(path: string, offset: number, most = 16 * 2 ** 20): Tail {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { lines: [], next: 0, shrank: offset > 0 };
  }
  try {
    const { size } = fstatSync(fd);
    if (size < offset) return { lines: [], next: offset, shrank: true };
    const bytes = Buffer.alloc(Math.min(most, size - offset));
    const end = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset)).lastIndexOf('\n') + 1;
    if (end === 0 && size - offset > most) return tail(path, offset, 2 * most); // one line is longer than `most`
    return { lines: split(bytes.subarray(0, end), offset), next: offset + end, shrank: false };
  } finally {
    closeSync(fd);
  }
}

function split(bytes: Buffer, offset: number): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf('\n', start);
    lines.push({ text: bytes.toString('utf8', start, end), offset: offset + start });
    start = end + 1;
  }
  return lines;
}

/** Takes a sentence about something that could not be read. */
export type Note = (sentence: string) => void;

/** The object on each line with its position; a line without one is noted and skipped. */
export function* objects(lines: readonly Line[], path: string, note: Note): Generator<[JsonObject, string]> {
  for (const { text, offset } of lines) {
    const where = `${path}, byte ${offset}`;
    let object: JsonObject;
    try {
      object = objectFromJson(text, where);
    } catch (error) {
      note((error as Error).message);
      continue;
    }
    yield [object, where];
  }
}
