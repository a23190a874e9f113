/** Standard output: lines that stay, and below them lines that are drawn anew where a terminal can do that. */

export interface Screen {
  /** Lines below are redrawn; without it they would fill a log file. */
  readonly redraws: boolean;
  readonly width: number;
  line(text?: string): void;
  /** Replaces the lines below; none where the screen does not redraw. */
  below(lines: readonly string[]): void;
}

export function createScreen(stream: NodeJS.WriteStream): Screen {
  const redraws = stream.isTTY === true;
  const width = (redraws && stream.columns) || 100; // some terminals say 0
  let drawn: readonly string[] = [];
  const erase = (): string => (drawn.length === 0 ? '' : `\x1b[${drawn.length}A\x1b[J`);
  const write = (above: string, lines: readonly string[]) => {
    // One write, so that nothing flickers. Longer lines would wrap and be counted wrong.
    const cut = lines.map((text) => [...text].slice(0, width - 1).join(''));
    stream.write(`${erase()}${above}${cut.map((text) => `${text}\n`).join('')}`);
    drawn = lines;
  };
  return {
    redraws,
    width,
    line: (text = '') => write(`${text}\n`, drawn),
    below: (lines) => {
      if (redraws) write('', lines);
    },
  };
}

/** A line of JSON for another program. */
export const printJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
