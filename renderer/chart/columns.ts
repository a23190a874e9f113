/** What a series covers in each pixel column: the pixels between its lowest and highest point there, the line from and to
 *  the neighbouring columns included. This is the picture that M4 preserves, so no point is ever left out. */
import type { Axis } from './axis.ts';
import type { Pyramid } from './pyramid.ts';
import { widen } from './pyramid.ts';
import { firstAtLeast } from './search.ts';

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

/** [count + 1] Index of the first point at or right of each edge. The next one is guessed from the last stride, since x is mostly even. */
export function columnStarts(x: Float64Array, { count, edges }: Columns): Uint32Array {
  const starts = new Uint32Array(count + 1);
  const n = x.length;
  let at = firstAtLeast(x, edges[0]!);
  let stride = 0;
  starts[0] = at;
  for (let c = 1; c <= count; c++) {
    const edge = edges[c]!;
    const from = at;
    at = Math.min(n, at + stride);
    if (at - from > 64 && Math.abs(c) % 256 === 0) at = firstAtLeast(x, edge);
    while (at < n && x[at]! < edge) at++;
    while (at > from && x[at - 1]! >= edge) at--;
    stride = at - from;
    starts[c] = at;
  }
  return starts;
}

/** Spans of a line. x: [n] · starts: of `columnStarts`. */
export function lineSpans(
  xs: Float64Array,
  pyramid: Pyramid,
  starts: Uint32Array,
  columns: Columns,
  x: Axis,
  y: Axis,
): Spans {
  const { count, edges } = columns;
  const top = new Float32Array(count);
  const bottom = new Float32Array(count);
  const found = { low: Infinity, high: -Infinity };
  /** Pixel height of the line where it crosses an edge; NaN if it does not. */
  const crossing = (c: number): number => {
    const after = starts[c]!;
    if (after === 0 || after === xs.length) return NaN;
    const [x0, x1] = [x.at(xs[after - 1]!), x.at(xs[after]!)];
    const [y0, y1] = [y.at(pyramid.y[after - 1]!), y.at(pyramid.y[after]!)];
    return x1 > x0 ? y0 + ((x.at(edges[c]!) - x0) / (x1 - x0)) * (y1 - y0) : y1;
  };
  let left = crossing(0);
  for (let c = 0; c < count; c++) {
    const right = crossing(c + 1);
    found.low = Infinity;
    found.high = -Infinity;
    if (starts[c + 1]! > starts[c]!) widen(found, pyramid, starts[c]!, starts[c + 1]!);
    let high = found.low <= found.high ? y.at(found.high) : Infinity;
    let low = found.low <= found.high ? y.at(found.low) : -Infinity;
    if (left < high) high = left; // comparisons with NaN are false: no crossing, no change
    if (left > low) low = left;
    if (right < high) high = right;
    if (right > low) low = right;
    top[c] = high <= low ? high : NaN;
    bottom[c] = high <= low ? low : NaN;
    left = right;
  }
  return { top, bottom };
}

/** The spans of a round brush of this radius (in columns) drawn along the line. */
export function thick({ top, bottom }: Spans, radius: number): Spans {
  const reach = Math.floor(radius);
  const grown = { top: new Float32Array(top.length).fill(NaN), bottom: new Float32Array(top.length).fill(NaN) };
  for (let d = -reach; d <= reach; d++) {
    const room = Math.sqrt(radius * radius - d * d);
    for (let c = Math.max(0, -d); c < Math.min(top.length, top.length - d); c++) {
      const [high, low] = [top[c + d]! - room, bottom[c + d]! + room];
      if (!(grown.top[c]! <= high)) grown.top[c] = high === high ? high : grown.top[c]!;
      if (!(grown.bottom[c]! >= low)) grown.bottom[c] = low === low ? low : grown.bottom[c]!;
    }
  }
  return grown;
}
