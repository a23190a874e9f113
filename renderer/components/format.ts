/** Numbers as people read them. Shares are [0, 1] in data and per cent on screen; a missing number is an en dash. */
import { format } from 'd3';

const si = format('.3~s');

export const missing = '–';

export const percent = (share: number | null, digits = 1): string =>
  share === null || Number.isNaN(share) ? missing : `${(100 * share).toFixed(digits)} %`;

/** 12 400 → `12.4k`. */
export const compact = (value: number | null): string =>
  value === null || Number.isNaN(value)
    ? missing
    : Math.abs(value) < 1000
      ? String(Number(value.toPrecision(3)))
      : si(value);

export const bytes = (count: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  return `${Number((count / 1000 ** power).toPrecision(3))} ${units[power]}`;
};

/** Signed with a true minus: `+1.62`, `−0.20`. */
export const signed = (value: number | null, digits = 2): string =>
  value === null || Number.isNaN(value) ? missing : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return missing;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
}
