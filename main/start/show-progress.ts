/** Progress of a download, for a terminal or a log. */
import { visibleLine } from '../../shared/util/visible-text.ts';
import type { Progress } from './fetch-runtime.ts';

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A terminal gets one line that changes with each per cent, anything else a line at the start and each quarter. */
export function showProgress(output: Output): (progress: Progress) => void {
  let shown = -1;
  return ({ from, received, size }) => {
    const percent = size === null ? 0 : Math.floor((100 * received) / size);
    const reached = output.isTTY ? percent : 25 * Math.floor(percent / 25);
    if (reached <= shown) return;
    const whole = size === null ? 'of unknown size' : `${(size / 1e6).toFixed(size < 1e7 ? 1 : 0)} MB`;
    const text = visibleLine(`Fetching Electron's runtime from ${from}, once (${whole}): ${reached} %`);
    output.write(output.isTTY ? `\r${text}${reached === 100 ? '\n' : ''}` : `${text}\n`);
    shown = reached;
  };
}
