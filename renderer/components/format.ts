/** Amounts as the window shows them, beyond what reports share (shared/statistics/format.ts). A missing number is an
 *  en dash. */
import * as text from '../../shared/statistics/format.ts';

export const missing = '–';
export const { compact, duration } = text;

/** A share as per cent, one decimal unless said otherwise. */
export const percent = (share: number | null, digits = 1): string =>
  share === null || Number.isNaN(share) ? missing : text.percent(share, digits);

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `81.6 GB`, by thousands as disks are sold. */
export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(count) / 3));
  return `${Number((count / 1000 ** power).toPrecision(3))} ${byteUnits[power]}`;
}
