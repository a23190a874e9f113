/** Dense series painted straight into pixels, one run of pixels per column: a path of that many vertices would take a software
 *  renderer seconds. Colours are opaque under the paint, so that mixing needs no division. */
import type { Spans } from './columns.ts';

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** [height · width] bytes r, g, b, a in memory, as in ImageData. */
  readonly pixels: Uint32Array;
}

/** 0xbbggrr: as it lies in `pixels` on a little-endian machine, without alpha. */
export type Packed = number;

export const pack = (r: number, g: number, b: number): Packed => (b << 16) | (g << 8) | r;

/** Mixes the colour over the spans; the pixels that a span covers in part get that part of the opacity.
 *  dash: in pixels along x, [] for solid. `across`: thickness of the line in columns below 1. */
export function paint(
  { width, height, pixels }: Raster,
  { top, bottom }: Spans,
  colour: Packed,
  opacity: number,
  dash: readonly number[] = [],
): void {
  const redBlue = colour & 0xff00ff;
  const green = colour & 0x00ff00;
  const full = Math.round(opacity * 256);
  const mix = (index: number, alpha: number): void => {
    const under = pixels[index]!;
    const rb = under & 0xff00ff;
    const g = under & 0x00ff00;
    const mixedRedBlue = (rb + (((redBlue - rb) * alpha) >> 8)) & 0xff00ff;
    const mixedGreen = (g + (((green - g) * alpha) >> 8)) & 0x00ff00;
    pixels[index] = 0xff000000 | mixedRedBlue | mixedGreen;
  };
  const isOn = dashed(dash);
  const columns = Math.min(width, top.length);
  for (let c = 0; c < columns; c++) {
    const from = Math.max(0, top[c]!);
    const to = Math.min(height, bottom[c]!);
    if (!(from < to) || !isOn(c)) continue;
    const first = Math.floor(from);
    const last = Math.min(height - 1, Math.ceil(to) - 1);
    if (first === last) {
      mix(first * width + c, (full * (to - from)) | 0);
      continue;
    }
    mix(first * width + c, (full * (first + 1 - from)) | 0);
    let index = (first + 1) * width + c;
    for (let row = first + 1; row < last; row++, index += width) mix(index, full);
    mix(index, (full * (to - last)) | 0);
  }
}

function dashed(dash: readonly number[]): (column: number) => boolean {
  const pattern = dash.length % 2 === 0 ? dash : [...dash, ...dash];
  const period = pattern.reduce((a, b) => a + b, 0);
  if (!(period > 0)) return () => true;
  return (column) => {
    let rest = column % period;
    return pattern.findIndex((part) => (rest -= part) < 0) % 2 === 0;
  };
}
