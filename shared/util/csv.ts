/** Tables as CSV: RFC 4180, and no text that a spreadsheet would take for a formula. */
import { visibleText } from './visible-text.ts';

export type CsvCell = string | number | null | undefined;

/** Spreadsheets skip spaces before a formula, and take fullwidth signs for the plain ones. */
const formula = /^(?=\s*[=+\-@＝＋－＠]|[\t\n])/;

/** A number that is not finite, null and undefined are an empty cell; numbers are in full precision. Text that could be
 *  a formula gets an apostrophe before it. */
export function csvCell(value: CsvCell): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = visibleText(value ?? '').replace(formula, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The row with its end. */
export const csvRow = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`;
