/** Standard output: lines that stay, and below them lines that are redrawn if the terminal can do that. */
import { visibleLine } from '../../shared/util/visible-text.ts';
import { shownLines } from './print.ts';

export interface Screen {
  /** Whether lines below are redrawn; a log file would fill up with them. */
  readonly redraws: boolean;
  readonly width: number;
  line(text?: string): void;
  /** Replaces the lines below; does nothing if the screen does not redraw. */
  below(lines: readonly string[]): void;
}

export function createScreen(stream: NodeJS.WriteStream): Screen {
  const redraws = stream.isTTY === true;
  const width = (redraws && stream.columns) || 100; // some terminals report 0
  let drawn: readonly string[] = [];
  const erase = (): string => (drawn.length === 0 ? '' : `\x1b[${drawn.length}A\x1b[J`);
  const write = (above: readonly string[], lines: readonly string[]) => {
    // One write, so that nothing flickers. Lines are cut, since wrapped ones would be counted wrong.
    const cut = lines.map((text) => [...visibleLine(text)].slice(0, width - 1).join(''));
    stream.write(`${erase()}${shownLines([...above, ...cut])}`);
    drawn = lines;
  };
  return {
    redraws,
    width,
    line: (text = '') => write([text], drawn),
    below: (lines) => {
      if (redraws) write([], lines);
    },
  };
}
