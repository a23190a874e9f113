/** Widths of texts as a canvas draws them. */
import { fontFamily } from './pen.ts';

let ruler: OffscreenCanvasRenderingContext2D | null = null;

/** In CSS pixels, at the 11 px of axes and labels. */
export function textWidth(text: string): number {
  ruler ??= new OffscreenCanvas(1, 1).getContext('2d')!;
  ruler.font = `11px ${fontFamily}`; // set each time, so that a font that has loaded since is used
  return ruler.measureText(text).width;
}
