/** The pen on a canvas. */
import { fontFamily } from './pen.ts';
import type { Pen, Stroke } from './pen.ts';

/** Many short paths are faster than one long one: a software renderer's time grows faster than a path's length. */
const verticesPerPath = 128;

export function canvasPen(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D): Pen {
  const set = ({ colour, width, opacity = 1, dash = [] }: Stroke): void => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.globalAlpha = opacity;
    context.setLineDash([...dash]);
    context.lineJoin = 'round';
  };
  return {
    polyline(xs, ys, stroke) {
      set(stroke);
      const cut = stroke.dash?.length ? Infinity : verticesPerPath; // a cut would restart the dash pattern
      let inPath = 0;
      context.beginPath();
      for (let i = 0; i < xs.length; i++) {
        const [x, y] = [xs[i], ys[i]];
        if (!(y === y)) inPath = 0;
        else if (inPath === 0) {
          context.moveTo(x, y);
          inPath = 1;
        } else {
          context.lineTo(x, y);
          if (++inPath < cut) continue;
          context.stroke();
          context.beginPath();
          context.moveTo(x, y);
          inPath = 1;
        }
      }
      context.stroke();
      context.globalAlpha = 1;
      context.setLineDash([]);
    },
    area(xs, tops, bottoms, colour, opacity) {
      context.beginPath();
      for (let i = 0; i < xs.length; i++) context.lineTo(xs[i], tops[i]);
      for (let i = xs.length - 1; i >= 0; i--) context.lineTo(xs[i], bottoms[i]);
      context.closePath();
      context.fillStyle = colour;
      context.globalAlpha = opacity;
      context.fill();
      context.globalAlpha = 1;
    },
    rect(x, y, width, height, colour, opacity = 1) {
      context.globalAlpha = opacity;
      context.fillStyle = colour;
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
    },
    dot(x, y, radius, colour, opacity = 1) {
      context.globalAlpha = opacity;
      context.fillStyle = colour;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.globalAlpha = 1;
    },
    text(x, y, text, { colour, anchor = 'start', size = 11, weight = 400, upwards = false }) {
      context.font = `${weight} ${size}px ${fontFamily}`;
      context.fillStyle = colour;
      context.textAlign = anchor === 'middle' ? 'center' : anchor;
      context.save();
      context.translate(x, y);
      if (upwards) context.rotate(-Math.PI / 2);
      context.fillText(text, 0, 0);
      context.restore();
    },
    clipped({ left, right, top, bottom }, draw) {
      context.save();
      context.beginPath();
      context.rect(left, top, right - left, bottom - top);
      context.clip();
      draw();
      context.restore();
    },
    lowered(by, draw) {
      context.save();
      context.translate(0, by);
      draw();
      context.restore();
    },
  };
}
