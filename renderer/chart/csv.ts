/** A chart's numbers as a table: one row per x, one column per line and two per band. All points, whatever the view
 *  shows. */
import { valuesOf } from './chart.ts';
import type { BandSpec, LineSpec } from './chart.ts';
import { csvRow } from '../../shared/util/csv.ts';

export interface Column {
  readonly heading: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The heading of a line: its name, else its id. None for a nameless line that only joins the points of a named one, or
 *  is what a smoothed one was measured as. */
export const columnsFor = (lines: readonly LineSpec[], bands: readonly BandSpec[]): Column[] => [
  ...lines
    .filter((line) => line.label !== '' || !lines.some((other) => other.label !== '' && valuesOf(other) === line.y))
    .map((line) => ({ heading: line.label || line.id, x: line.x, y: valuesOf(line) })),
  ...bands.flatMap(({ id, x, low, high }) => [
    { heading: `${id} low`, x, y: low },
    { heading: `${id} high`, x, y: high },
  ]),
];

/** Every x of any column, once, ascending. */
export function allX(columns: readonly Column[]): Float64Array {
  const distinct = [...new Set(columns.map(({ x }) => x))];
  const first = distinct[0] ?? new Float64Array();
  if (distinct.every((x) => x.length === first.length && x.every((value, i) => value === first[i]))) return first;
  const all = new Float64Array(distinct.reduce((total, x) => total + x.length, 0));
  let at = 0;
  for (const x of distinct) {
    all.set(x, at);
    at += x.length;
  }
  all.sort();
  return all.filter((value, i) => i === 0 || value !== all[i - 1]);
}

/** As RFC 4180, full precision. A cell is empty where a line has no point at that x, and NaN where its point has no
 *  value. */
export function csv(xLabel: string, columns: readonly Column[]): string {
  const rows = [csvRow([xLabel || 'x', ...columns.map(({ heading }) => heading)])];
  const at = columns.map(() => 0);
  for (const x of allX(columns)) {
    const cells = columns.map((column, c) => {
      while (column.x[at[c]] < x) at[c]++;
      return column.x[at[c]] === x ? String(column.y[at[c]]) : '';
    });
    rows.push(`${x},${cells.join(',')}\r\n`);
  }
  return rows.join('');
}
