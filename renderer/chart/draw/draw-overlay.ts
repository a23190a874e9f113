/** What follows the pointer: crosshair, the points under it, the brushed range. */
import { canvasPen } from './canvas-pen.ts';
import type { Colours } from './colours.ts';
import { positionText } from '../number-text.ts';
import type { Pen } from './pen.ts';
import { readings } from '../pointer/readout.ts';
import type { Scene } from '../scene/scene.ts';

export interface Pointing {
  /** x of the crosshair; null is none. */
  readonly cursor: number | null;
  /** Id of the line whose point would be picked; null is none. */
  readonly near: string | null;
  /** Both ends in pixels while a range is dragged; null is none. */
  readonly brush: readonly [number, number] | null;
}

export function drawOverlay(
  scene: Scene,
  context: CanvasRenderingContext2D,
  colours: Colours,
  pointing: Pointing,
): void {
  const { box, x, y } = scene;
  const pen = canvasPen(context);
  const { cursor, near, brush } = pointing;
  if (brush !== null) {
    const [from, to] = [Math.min(...brush), Math.max(...brush)];
    pen.rect(from, box.top, to - from, box.bottom - box.top, colours.of('--accent'), 0.12);
    for (const edge of [from, to])
      pen.rect(Math.round(edge), box.top, 1, box.bottom - box.top, colours.of('--accent'), 0.6);
  }
  if (cursor === null || cursor < x.domain[0] || cursor > x.domain[1]) return;
  const at = x.at(cursor);
  pen.rect(Math.round(at), box.top, 1, box.bottom - box.top, colours.of('--soft'), 0.55);
  coverTicks(scene, pen, colours, at, positionText(cursor));
  tag(scene, pen, colours, at, box.bottom + 16, positionText(cursor));
  const mark = scene.marks.find((candidate) => Math.abs(x.at(candidate.x) - at) <= 6);
  if (mark !== undefined) tag(scene, pen, colours, x.at(mark.x), box.top + 10, mark.label);
  for (const { line, x: px, drawn } of readings(scene.lines, cursor, pixelReach(scene))) {
    const py = Number.isFinite(drawn) ? y.at(drawn) : NaN;
    if (!(py >= box.top - 1 && py <= box.bottom + 1)) continue;
    const radius = line.id === near ? 4 : 2.5;
    pen.dot(x.at(px), py, radius + 1.5, colours.of('--paper'));
    pen.dot(x.at(px), py, radius, colours.of(line.colour));
  }
}

/** Hides tick texts that a tag would cut: half a number is a wrong number. */
function coverTicks({ x, box, measure }: Scene, pen: Pen, colours: Colours, at: number, text: string): void {
  x.ticks.forEach((tick, i) => {
    const half = measure(x.tickTexts[i]) / 2 + 2;
    if (Math.abs(x.at(tick) - at) < half + tagHalf(measure, text))
      pen.rect(x.at(tick) - half, box.bottom + 5, 2 * half, 15, colours.of('--paper'));
  });
}

const tagHalf = (measure: Scene['measure'], text: string): number => measure(text) * 0.55 + 4; // 0.55: bold is wider

/** A text on a paper background, readable over ticks and lines; shifted to stay inside the chart. */
function tag({ width, measure }: Scene, pen: Pen, colours: Colours, at: number, y: number, text: string): void {
  const half = tagHalf(measure, text);
  const middle = Math.max(half, Math.min(width - half, at));
  pen.rect(middle - half, y - 11, 2 * half, 15, colours.of('--paper'));
  pen.text(middle, y, text, { colour: colours.of('--ink'), anchor: 'middle', weight: 600 });
}

/** Three pixels in units of x at the cursor. */
export const pixelReach = ({ x }: Scene): number =>
  (3 * (x.domain[1] - x.domain[0])) / Math.max(1, x.pixels[1] - x.pixels[0]);
