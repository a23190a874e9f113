/** A chart as it is exported: heading, plot, labels, paper. */
import { canvasPen } from './canvas-pen.ts';
import type { Colours } from './colours.ts';
import { drawFrame } from './draw-frame.ts';
import { drawPlot } from './draw-plot.ts';
import { shortValue } from '../number-text.ts';
import type { Pen } from './pen.ts';
import { placeLabels } from './label-places.ts';
import { lineEnds } from '../pointer/readout.ts';
import { labelGap, swatchRoom } from '../scene/scene.ts';
import type { Scene } from '../scene/scene.ts';
import { svgDocument } from './svg-pen.ts';

export interface Heading {
  readonly title: string;
  readonly subtitle: string;
}

const headingHeight = 44;
const keyRow = 16;

/** Height of the picture. If names do not fit at the line ends, a key with one row per line is added below. */
const heightOf = (scene: Scene): number =>
  headingHeight + scene.height + (scene.direct ? 0 : lineEnds(scene).length * keyRow + 8);

function drawWhole(scene: Scene, heading: Heading, pen: Pen, colours: Colours): void {
  pen.rect(0, 0, scene.width, heightOf(scene), colours.of('--paper'));
  pen.text(10, 18, heading.title, { colour: colours.of('--ink'), size: 13, weight: 620 });
  pen.text(10, 34, heading.subtitle, { colour: colours.of('--soft') });
  pen.lowered(headingHeight, () => {
    drawPlot(scene, pen, colours, null);
    drawFrame(scene, pen, colours);
    drawLabels(scene, pen, colours);
  });
}

function drawLabels(scene: Scene, pen: Pen, colours: Colours): void {
  const ends = lineEnds(scene);
  const wishes = ends.map(({ line, drawn }) => ({ id: line.id, y: scene.y.at(drawn) }));
  const places = placeLabels(wishes, scene.box.top, scene.box.bottom, labelGap);
  ends.forEach(({ line, value }, i) => {
    const colour = colours.of(line.colour);
    const place = places.find(({ id }) => id === line.id)?.place ?? 0;
    const [x, y] = scene.direct
      ? [scene.box.right + 8 + (scene.swatches ? swatchRoom : 0), place + 4]
      : [scene.box.left + 34, scene.height + i * keyRow + 8];
    if (scene.swatches) pen.polyline([x - 28, x - 6], [y - 4, y - 4], { colour, width: 2, dash: line.dash });
    const name = ends.length === 1 ? '' : line.label;
    if (name !== '') pen.text(x, y, name, { colour, weight: 600 });
    pen.text(x + (name === '' ? 0 : scene.measure(name) * 1.09 + 7), y, shortValue(value, scene.unit), {
      colour: colours.of(name === '' ? line.colour : '--soft'),
    });
  });
}

export const wholeSvg = (scene: Scene, heading: Heading, colours: Colours): string =>
  svgDocument(scene.width, heightOf(scene), heading.title, (pen) => drawWhole(scene, heading, pen, colours));

/** ratio: pixels of the picture per CSS pixel; 2 or 3 for print. */
export function wholePng(scene: Scene, heading: Heading, colours: Colours, ratio = 2): Promise<Blob> {
  const canvas = new OffscreenCanvas(Math.round(scene.width * ratio), Math.round(heightOf(scene) * ratio));
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  drawWhole(scene, heading, canvasPen(context), colours);
  return canvas.convertToBlob({ type: 'image/png' });
}
