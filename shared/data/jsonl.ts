/** Reading and writing JSON lines, with errors that name the line and the field. */
import { excerpt, withoutMark } from '../util/json.ts';
import { anyObject, type UncheckedObject } from '../util/parser.ts';

/** One line per value, each ended by a newline. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** `read` of every line, in order; blank lines are skipped. where: `<what> line <n>`, counted from 1.
 *  Throws RangeError for a line that is no JSON, TypeError for one that is no object, and as `read`. */
export function parseJsonLines<T>(what: string, text: string, read: (row: UncheckedObject, where: string) => T): T[] {
  return [...withoutMark(text).split('\n').entries()].flatMap(([i, line]) => {
    const where = `${what} line ${i + 1}`;
    return line.trim() === '' ? [] : [read(anyObject(valueOf(line, where), where), where)];
  });
}

function valueOf(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new RangeError(`${where}: expected JSON, got ${excerpt(line)}`, { cause });
  }
}
