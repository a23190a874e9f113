/** Reads new whole lines of a file that another process appends to, and the JSON objects on them. */
import { bytesFrom, Unfit, withFile } from '../files/read.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import { grouped } from '../../shared/util/text.ts';

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
  /** The file ended with what was read. */
  readonly isLast: boolean;
}

/** About a hundred steps. Small, so that a slice of work ends soon after its time limit; large, so that series are
 *  rewritten seldom. */
const pieceBytes = 2 ** 18;
const pieceLines = 1000;

/** An event that lists 50,000 superseded files takes this much. */
const longestLine = 2 ** 22;

const nothing: Tail = { lines: [], next: 0, shrank: false, isLast: true };

/** The whole lines after byte `offset`, about `most` bytes and a thousand lines at most. A last line without its end is
 *  left for later. A missing file counts as empty. Throws Unfit for what is no regular file, and at a line that is too
 *  long: what comes after it is not read, so that a file of zeros costs a few reads. */
export function tail(path: string, offset: number, most = pieceBytes): Tail {
  try {
    return withFile(path, 'lines that a run appends', (file) => {
      const { size } = file;
      if (size < offset) return { ...nothing, next: offset, shrank: true };
      const bytes = bytesFrom(file, offset, Math.min(most, size - offset));
      const { lines, end } = split(bytes, offset);
      const isLast = offset + bytes.length >= size && lines.length < pieceLines;
      if (end > 0 || isLast) return { lines, next: offset + end, shrank: false, isLast };
      if (most >= longestLine)
        throw new Unfit(
          `${path}, byte ${offset}: expected a line of at most ${grouped(longestLine)} bytes, got a longer one — the file is damaged; what follows is not read`,
        );
      return tail(path, offset, 4 * most); // one line is longer than `most`
    });
  } catch (error) {
    const isMissing = error instanceof Unfit && error.isMissing;
    if (!isMissing) throw error;
    return { ...nothing, shrank: offset > 0 };
  }
}

/** All whole lines of a file, piece by piece. Throws as `tail`. */
export function* wholeLines(path: string): Generator<Line> {
  for (let at = 0; ;) {
    const { lines, next } = tail(path, at);
    if (lines.length === 0) return;
    yield* lines;
    at = next;
  }
}

/** The first whole lines, and where they end. */
function split(bytes: Buffer, offset: number): { readonly lines: Line[]; readonly end: number } {
  const lines: Line[] = [];
  let start = 0;
  while (lines.length < pieceLines) {
    const end = bytes.indexOf('\n', start);
    if (end < 0) break;
    lines.push({ text: bytes.toString('utf8', start, end), offset: offset + start });
    start = end + 1;
  }
  return { lines, end: start };
}

/** Takes a sentence about something that could not be read. */
export type Note = (sentence: string) => void;

/** What `read` gives; null, and its sentence noted, if the file or folder is unfit to be read. */
export function notedIfUnfit<T>(note: Note, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    note(error.message);
    return null;
  }
}

/** A crash leaves one. */
const mostDamaged = 100;

/** The object on each line with its position; a line without one is noted and skipped. Throws Unfit after many of them,
 *  since a million of them would take a minute. */
export function* objects(lines: Iterable<Line>, path: string, note: Note): Generator<[JsonObject, string]> {
  let damaged = 0;
  for (const { text, offset } of lines) {
    const where = `${path}, byte ${offset}`;
    let object: JsonObject;
    try {
      object = objectFromJson(text, where);
    } catch (error) {
      note((error as Error).message);
      if (++damaged > mostDamaged)
        throw new Unfit(`${where}: expected lines of JSON, got many that are none — what follows is not read`);
      continue;
    }
    yield [object, where];
  }
}
