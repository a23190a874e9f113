/** Progress of a download as a terminal or a log shows it. */
import type { Progress } from './fetch-runtime.ts';

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A terminal has one line that changes with every percent; anything else gets a line at the start and at each quarter. */
export function showProgress(output: Output): (progress: Progress) => void {
  let shown = -1;
  return ({ from, received, size }) => {
    const percent = size === null ? 0 : Math.floor((100 * received) / size);
    const reached = output.isTTY ? percent : 25 * Math.floor(percent / 25);
    if (reached <= shown) return;
    const whole = size === null ? 'of unknown size' : `${(size / 1e6).toFixed(size < 1e7 ? 1 : 0)} MB`;
    const text = `Fetching Electron's runtime from ${from}, once (${whole}): ${reached} %`;
    output.write(output.isTTY ? `\r${text}${reached === 100 ? '\n' : ''}` : `${text}\n`);
    shown = reached;
  };
}
