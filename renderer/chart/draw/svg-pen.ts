/** The pen as SVG text: vectors, no picture inside. */
import { fontFamily } from './pen.ts';
import type { Pen, Stroke } from './pen.ts';
import { escaped } from '../../../shared/report/markup.ts';

/** Tenths of a pixel are enough, and keep the file small. */
const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Draws with a pen and gives the document of this size in CSS pixels. */
export function svgDocument(width: number, height: number, title: string, draw: (pen: Pen) => void): string {
  const parts: string[] = [];
  let clips = 0;
  const strokes = ({ colour, width: thickness, opacity = 1, dash = [] }: Stroke): string =>
    `fill="none" stroke="${colour}" stroke-width="${thickness}" stroke-linejoin="round"` +
    (opacity === 1 ? '' : ` stroke-opacity="${opacity}"`) +
    (dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`);
  const fill = (colour: string, opacity = 1): string =>
    `fill="${colour}"` + (opacity === 1 ? '' : ` fill-opacity="${opacity}"`);
  const pen: Pen = {
    polyline(xs, ys, stroke) {
      let path = '';
      let down = false;
      for (let i = 0; i < xs.length; i++) {
        const here = Number.isFinite(ys[i]);
        if (here) path += `${down ? 'L' : 'M'}${px(xs[i])} ${px(ys[i])}`;
        down = here;
      }
      if (path !== '') parts.push(`<path d="${path}" ${strokes(stroke)}/>`);
    },
    area(xs, tops, bottoms, colour, opacity) {
      const points = Array.from(xs, (x, i) => `${px(x)},${px(tops[i])}`);
      for (let i = xs.length - 1; i >= 0; i--) points.push(`${px(xs[i])},${px(bottoms[i])}`);
      parts.push(`<polygon points="${points.join(' ')}" ${fill(colour, opacity)}/>`);
    },
    rect(x, y, w, h, colour, opacity) {
      parts.push(`<rect x="${px(x)}" y="${px(y)}" width="${px(w)}" height="${px(h)}" ${fill(colour, opacity)}/>`);
    },
    dot(x, y, radius, colour, opacity) {
      parts.push(`<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" ${fill(colour, opacity)}/>`);
    },
    text(x, y, text, { colour, anchor = 'start', size = 11, weight = 400, upwards = false }) {
      const turn = upwards ? ` transform="rotate(-90 ${px(x)} ${px(y)})"` : '';
      parts.push(
        `<text x="${px(x)}" y="${px(y)}" fill="${colour}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}"${turn}>${escaped(text)}</text>`,
      );
    },
    clipped({ left, right, top, bottom }, draw) {
      const id = `clip${++clips}`;
      parts.push(
        `<clipPath id="${id}"><rect x="${px(left)}" y="${px(top)}" width="${px(right - left)}" height="${px(bottom - top)}"/></clipPath><g clip-path="url(#${id})">`,
      );
      draw();
      parts.push('</g>');
    },
    lowered(by, draw) {
      parts.push(`<g transform="translate(0 ${px(by)})">`);
      draw();
      parts.push('</g>');
    },
  };
  draw(pen);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" font-family='${fontFamily}' font-variant-numeric="tabular-nums"><title>${escaped(title)}</title>${parts.join('\n')}</svg>\n`;
}
