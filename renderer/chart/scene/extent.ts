/** The ranges of x and y that a chart shows. */
import type { BandSpec, LineSpec } from '../chart.ts';
import type { Extremes } from './pyramid.ts';
import { pyramidOf, widen } from './pyramid.ts';
import { firstAtLeast } from './search.ts';

export type Range = readonly [low: number, high: number];

const none = (): Extremes => ({ low: Infinity, high: -Infinity });

/** The range of all x, gaps included; of the positive ones on a log scale. Totals that begin a little above 0 start
 *  at 0. */
export function xExtent(lines: readonly LineSpec[], bands: readonly BandSpec[], log: boolean): Extremes {
  const found = none();
  for (const { x } of [...lines, ...bands]) {
    const first = log ? firstAtLeast(x, Number.MIN_VALUE) : 0;
    if (first >= x.length) continue;
    found.low = Math.min(found.low, x[first]);
    found.high = Math.max(found.high, x.at(-1)!);
  }
  if (!log && found.low > 0 && found.low < 0.1 * found.high) found.low = 0;
  return found;
}

/** The range of all values in view, and of the points just outside that its lines run to. Bands widen it to at most
 *  three times the lines' own range: an interval over two seeds can be so wide that the lines would look flat. */
export function yExtent(
  lines: readonly LineSpec[],
  bands: readonly BandSpec[],
  view: Range | null,
  log: boolean,
): Extremes {
  const found = none();
  const include = (x: Float64Array, y: Float64Array): void => {
    const [from, to] = view === null ? [0, x.length] : [firstAtLeast(x, view[0]), firstAtLeast(x, view[1]) + 1];
    widen(found, pyramidOf(y, log), from, Math.min(to, y.length));
  };
  for (const { x, y } of lines) include(x, y);
  const { low: least, high: most } = found;
  for (const { x, low, high } of bands) {
    include(x, low);
    include(x, high);
  }
  const span = most - least;
  if (log || !(span > 0)) return found;
  return { low: Math.max(found.low, least - span), high: Math.min(found.high, most + span) };
}

/** Shares start at 0; other units include 0 if it is near. */
export function withZero({ low, high }: Extremes, unit: string): Extremes {
  if (!(low <= high)) return { low, high };
  const near = (low > 0 && low < (high - low) * 0.5) || (high < 0 && -high < (high - low) * 0.5);
  return unit === 'share' || near ? { low: Math.min(0, low), high: Math.max(0, high) } : { low, high };
}

/** Clamps a view to the data, and to at least a millionth of its width. */
export function within([low, high]: Range, { low: least, high: most }: Extremes): Range | null {
  const width = Math.max(high - low, (most - least) * 1e-6);
  if (width >= most - least) return null;
  const start = Math.min(Math.max(low, least), most - width);
  return [start, start + width];
}
