/** The colours of a drawing, read from the CSS custom properties of the element that shows it. */
import { pack } from './raster.ts';
import type { Packed } from './raster.ts';

export interface Colours {
  /** Of a custom property such as '--s0'. */
  of(name: string): string;
}

/** Resolves through an element's `color`, since a custom property may hold another one, or light-dark(). */
export function coloursOf(probe: HTMLElement): Colours {
  const known = new Map<string, string>();
  return {
    of(name) {
      const found = known.get(name);
      if (found !== undefined) return found;
      probe.style.color = `var(${name})`;
      const colour = getComputedStyle(probe).color;
      known.set(name, colour);
      return colour;
    },
  };
}

const packed = new Map<string, Packed>();
let pixel: CanvasRenderingContext2D | null = null;

/** A CSS colour of any kind as the bytes that a canvas makes of it. */
export function packedColour(colour: string): Packed {
  const found = packed.get(colour);
  if (found !== undefined) return found;
  pixel ??= new OffscreenCanvas(1, 1).getContext('2d', {
    willReadFrequently: true,
  }) as unknown as CanvasRenderingContext2D;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b] = pixel.getImageData(0, 0, 1, 1).data as unknown as [number, number, number];
  packed.set(colour, pack(r, g, b));
  return pack(r, g, b);
}
