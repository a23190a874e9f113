/** The one place where text reaches a terminal. Every line is shown as one line: what a name, a config or a passage
 *  holds cannot act on the terminal, hide itself, or begin a line of its own. */
import { sentencesOf } from '../../shared/util/sentences.ts';
import { visibleJson, visibleLine } from '../../shared/util/visible-text.ts';

/** The lines as they are written, each with its end. */
export const shownLines = (lines: readonly string[]): string => lines.map((line) => `${visibleLine(line)}\n`).join('');

export const print = (...lines: readonly string[]): void => void process.stdout.write(shownLines(lines));

export const printError = (...lines: readonly string[]): void => void process.stderr.write(shownLines(lines));

/** A line of JSON for another program. */
export const printJson = (value: unknown): void => void process.stdout.write(`${visibleJson(value)}\n`);

/** An error as lines: its sentence, or each of its sentences if it has several; with `debug` where it comes from. */
export function errorLines(error: unknown, debug: boolean): string[] {
  const stack = debug && error instanceof Error ? (error.stack ?? '') : '';
  return [...sentencesOf(error), ...stack.split('\n').filter((line) => /^ {4}at /.test(line))];
}
