/** What to say where there is nothing to draw. */
import { valuesOf } from '../chart.ts';
import { pyramidOf, widen } from './pyramid.ts';
import type { Scene } from './scene.ts';

/** A sentence, or null if a line is in view. `empty`: what to say without a single point. */
export function emptyNote({ lines, x, y, view }: Scene, empty: string): string | null {
  // a smoothed line and the measured one under it have the same points
  const points = [...new Set(lines.map(valuesOf))].reduce((total, { length }) => total + length, 0);
  if (points === 0) return empty;
  const log = y.kind === 'log';
  const found = { low: Infinity, high: -Infinity };
  for (const line of lines) widen(found, pyramidOf(line.y, log), 0, line.y.length);
  if (found.low > found.high) {
    const value = log ? 'value above 0, which a log scale needs' : 'finite value';
    if (points === 1) return `the only point has no ${value}`;
    return `none of the ${points.toLocaleString('en-US')} points has a ${value}`;
  }
  const [low, high] = x.domain;
  const inView = lines.some((line) => line.x.length > 0 && line.x[0] <= high && line.x.at(-1)! >= low);
  return view === null || inView ? null : 'no points in this range: double-click shows all';
}
