/** Plain text for a terminal: columns, bars, durations, paths. */
import { relative, resolve } from 'node:path';
import { visibleLine } from '../../shared/util/visible-text.ts';

/** Rows with their cells padded to columns two spaces apart; the columns in `right` (counted from 0) are aligned
 *  right. */
export function columns(rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set()): string[] {
  const shown = rows.map((row) => row.map(visibleLine)); // names of characters have their width too
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...shown.map((row) => row[i].length)));
  const cell = (text: string, i: number) => (right.has(i) ? text.padStart(widths[i]) : text.padEnd(widths[i]));
  return shown.map((row) => row.map(cell).join('  ').trimEnd());
}

/** A bar of `width` characters, the share in [0, 1] of it filled. */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** A value as a bar from the middle, right for > 0 and left for < 0; ± `largest` fills one half. 2 · `half` + 1
 *  characters. */
export function divergingBar(value: number, largest: number, half: number): string {
  const length = largest > 0 ? Math.min(half, Math.round((Math.abs(value) / largest) * half)) : 0;
  const [left, right] = value < 0 ? [length, 0] : [0, length];
  return `${' '.repeat(half - left)}${'▒'.repeat(left)}│${'█'.repeat(right)}${' '.repeat(half - right)}`;
}

/** 0:07, 1:02:03. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** "2026-12-01 10:51", in the time of this place, as the window shows it. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** 12.3k, 456. */
export const thousands = (value: number): string =>
  value >= 10_000 ? `${(value / 1000).toFixed(1)}k` : value.toFixed(0);

/** Lines of at most `width` characters, broken between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of visibleLine(text).split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A path below the working folder as relative, any other as absolute. */
export function shownPath(path: string): string {
  const below = relative('', path);
  return below === '' ? '.' : below.startsWith('..') ? resolve(path) : below;
}
