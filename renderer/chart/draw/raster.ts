/** Paints dense series straight into pixels, one run of pixels per column: as a path, that many vertices would take a
 *  software renderer seconds. The ground is opaque, so mixing needs no division. */
import type { Spans } from './columns.ts';

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** [height · width] bytes r, g, b, a in memory, as in ImageData. Signed, since numbers above 2³¹ would not be
   *  machine integers. */
  readonly pixels: Int32Array;
}

/** 0xbbggrr: as it lies in `pixels` on a little-endian machine, without alpha. */
export type Packed = number;

export const pack = (r: number, g: number, b: number): Packed => (b << 16) | (g << 8) | r;

/** Mixes the colour over the spans; a pixel that a span covers in part gets that part of the opacity. dash: in pixels
 *  along x, [] is solid. */
export function paint(
  { width, height, pixels }: Raster,
  { top, bottom }: Spans,
  colour: Packed,
  opacity: number,
  dash: readonly number[] = [],
): void {
  const isOn = dashed(dash);
  const full = Math.round(opacity * 256);
  const columns = Math.min(width, top.length);
  for (let c = 0; c < columns; c++) {
    const from = Math.max(0, top[c]);
    const to = Math.min(height, bottom[c]);
    if (!(from < to) || !isOn(c)) continue;
    const first = Math.floor(from);
    const last = Math.ceil(to) - 1;
    const start = first * width + c;
    const end = last * width + c;
    if (first === last) {
      pixels[start] = mix(pixels[start], colour, (full * (to - from)) | 0);
      continue;
    }
    pixels[start] = mix(pixels[start], colour, (full * (first + 1 - from)) | 0);
    if (full === 256) for (let index = start + width; index < end; index += width) pixels[index] = 0xff000000 | colour;
    else for (let index = start + width; index < end; index += width) pixels[index] = mix(pixels[index], colour, full);
    pixels[end] = mix(pixels[end], colour, (full * (to - last)) | 0);
  }
}

/** alpha: whole, 0…256. Red and blue are mixed in one multiplication, since there are 8 free bits above each. */
function mix(under: number, colour: Packed, alpha: number): number {
  const redBlue = under & 0xff00ff;
  const green = under & 0x00ff00;
  const mixedRedBlue = (redBlue + (Math.imul((colour & 0xff00ff) - redBlue, alpha) >> 8)) & 0xff00ff;
  const mixedGreen = (green + (Math.imul((colour & 0x00ff00) - green, alpha) >> 8)) & 0x00ff00;
  return 0xff000000 | mixedRedBlue | mixedGreen;
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
