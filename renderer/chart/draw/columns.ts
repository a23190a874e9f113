/** What a series covers in each pixel column: the pixels between its lowest and highest point there, including the
 *  line from and to the neighbouring columns. M4 preserves this picture, so no point is ever dropped. */
import type { Axis } from '../scene/axis.ts';
import type { Pyramid } from '../scene/pyramid.ts';
import { widen } from '../scene/pyramid.ts';
import { firstAtLeast } from '../scene/search.ts';

export interface Columns {
  readonly count: number;
  /** [count + 1] x at the left edge of each column and at the right edge of the last. */
  readonly edges: Float64Array;
}

/** [columns] in pixels downwards from the axis' top; NaN where the series is absent. */
export interface Spans {
  readonly top: Float32Array;
  readonly bottom: Float32Array;
}

/** `perPixel` columns per pixel of the axis. */
export function columnsOf(x: Axis, perPixel: number): Columns {
  const count = Math.max(1, Math.round((x.pixels[1] - x.pixels[0]) * perPixel));
  return { count, edges: Float64Array.from({ length: count + 1 }, (_, c) => x.invert(x.pixels[0] + c / perPixel)) };
}

/** Which points of one x array lie in which column. */
export interface Placing {
  /** [count + 1] Index of the first point at or right of each edge. */
  readonly starts: Uint32Array;
  /** [count + 1] Share of the way, in pixels, from the point before an edge to the one behind it; NaN where one is
   *  missing. */
  readonly shares: Float64Array;
}

export function placing(xs: Float64Array, { count, edges }: Columns, x: Axis): Placing {
  const starts = new Uint32Array(count + 1);
  const shares = new Float64Array(count + 1).fill(NaN);
  let at = firstAtLeast(xs, edges[0]);
  let stride = 0;
  for (let c = 0; c <= count; c++) {
    const edge = edges[c];
    const from = at;
    at = Math.min(xs.length, at + stride); // x is mostly even, so the last stride is a good guess
    while (at < xs.length && xs[at] < edge) at++;
    while (at > from && xs[at - 1] >= edge) at--;
    stride = at - from;
    starts[c] = at;
    if (at === 0 || at === xs.length) continue;
    const [before, behind] = [x.at(xs[at - 1]), x.at(xs[at])];
    shares[c] = behind > before ? (x.at(edge) - before) / (behind - before) : 1;
  }
  return { starts, shares };
}

/** The spans of a line whose points are placed like this. */
export function lineSpans(pyramid: Pyramid, { starts, shares }: Placing, y: Axis): Spans {
  const count = starts.length - 1;
  const top = new Float32Array(count);
  const bottom = new Float32Array(count);
  const log = y.kind === 'log';
  const found = { low: Infinity, high: -Infinity };
  let left = crossing(pyramid.y, starts[0], shares[0], log);
  for (let c = 0; c < count; c++) {
    const right = crossing(pyramid.y, starts[c + 1], shares[c + 1], log);
    found.low = Infinity;
    found.high = -Infinity;
    if (starts[c + 1] > starts[c]) widen(found, pyramid, starts[c], starts[c + 1]);
    let { low, high } = found;
    if (left < low) low = left; // a comparison with NaN is false: no crossing, no change
    if (left > high) high = left;
    if (right < low) low = right;
    if (right > high) high = right;
    top[c] = low <= high ? y.at(high) : NaN;
    bottom[c] = low <= high ? y.at(low) : NaN;
    left = right;
  }
  return { top, bottom };
}

/** Value at which the line crosses an edge, straight in pixels, so in the logarithm on a log scale. NaN if it does
 *  not cross. */
function crossing(ys: Float64Array, after: number, share: number, log: boolean): number {
  if (!(share === share)) return NaN;
  const [before, behind] = [ys[after - 1], ys[after]];
  return log ? before * (behind / before) ** share : before + share * (behind - before);
}

/** The spans of a round brush of this radius (in columns) drawn along the line. */
export function thick({ top, bottom }: Spans, radius: number): Spans {
  const reach = Math.floor(radius);
  const grown = { top: new Float32Array(top.length).fill(NaN), bottom: new Float32Array(top.length).fill(NaN) };
  for (let d = -reach; d <= reach; d++) {
    const room = Math.sqrt(radius * radius - d * d);
    for (let c = Math.max(0, -d); c < Math.min(top.length, top.length - d); c++) {
      const [high, low] = [top[c + d] - room, bottom[c + d] + room];
      if (!(grown.top[c] <= high)) grown.top[c] = high === high ? high : grown.top[c];
      if (!(grown.bottom[c] >= low)) grown.bottom[c] = low === low ? low : grown.bottom[c];
    }
  }
  return grown;
}
