/** What to say where there is nothing to draw. */
import type { Scene } from './scene.ts';
import { pyramidOf, widen } from './pyramid.ts';
import { firstAtLeast } from './search.ts';

/** A sentence, or null if some value is in view. `empty`: what to say without a single point. */
export function emptyNote({ lines, x, y, view }: Scene, empty: string): string | null {
  const points = lines.reduce((total, line) => total + line.x.length, 0);
  if (points === 0) return empty;
  const log = y.kind === 'log';
  const found = { low: Infinity, high: -Infinity };
  for (const line of lines) widen(found, pyramidOf(line.y, log), 0, line.y.length);
  if (!(found.low <= found.high)) {
    const count = points === 1 ? 'The only point has' : `None of ${points.toLocaleString('en-US')} points has`;
    return log
      ? `${count} a value above 0, which a log scale needs`
      : `${count} a finite value`.replace('point has a', 'point has no');
  }
  const [low, high] = x.domain;
  const inView = lines.some((line) => {
    const [from, to] = [firstAtLeast(line.x, low), firstAtLeast(line.x, high)];
    return to > from || line.x[to] === high || (from > 0 && from < line.x.length);
  });
  return inView || view === null ? null : 'no points in this range: double-click shows all';
}
