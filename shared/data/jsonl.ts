/** Reading and writing JSON lines, with errors that name the line and the field. */
import { excerpt } from '../util/json.ts';

/** One line per value, each ended by a newline. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** `read` of every line, in order; blank lines are skipped. What read or the JSON parser throws becomes a RangeError that begins
 *  `<what> line <n>:`, counted from 1. */
export function parseJsonLines<T>(what: string, text: string, read: (row: Row) => T): T[] {
  const values: T[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      values.push(read(asRow('the line', JSON.parse(line))));
    } catch (error) {
      const reason = error instanceof SyntaxError ? `expected JSON, got ${excerpt(line)}` : (error as Error).message;
      throw new RangeError(`${what} line ${i + 1}: ${reason}`, { cause: error });
    }
  }
  return values;
}

export type Row = Readonly<Record<string, unknown>>;

export function asRow(name: string, value: unknown): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected(name, 'an object', value);
  return value as Row;
}

export function asString(name: string, value: unknown): string {
  if (typeof value !== 'string') throw unexpected(name, 'a string', value);
  return value;
}

export function asStrings(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw unexpected(name, 'a list of strings', value);
  return value;
}

export function asListOfStrings(name: string, value: unknown): readonly (readonly string[])[] {
  if (!Array.isArray(value)) throw unexpected(name, 'a list of lists of strings', value);
  return value.map((item) => asStrings(name, item));
}

export function asNumber(name: string, value: unknown): number {
  if (typeof value !== 'number') throw unexpected(name, 'a number', value);
  return value;
}

/** `null` for a field that is null or missing, else what `as` makes of it. */
export const orNull = <T>(as: (name: string, value: unknown) => T, name: string, value: unknown): T | null =>
  value === null || value === undefined ? null : as(name, value);

export const unexpected = (name: string, expected: string, got: unknown): RangeError =>
  new RangeError(`expected ${name} to be ${expected}, got ${excerpt(got)}`);
