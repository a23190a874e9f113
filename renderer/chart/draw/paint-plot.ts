/** Grid, bands and lines on the screen, at its own pixels: series with few points by pen, dense ones as columns of
 *  pixels. */
import type { LineSpec } from '../chart.ts';
import { canvasPen } from './canvas-pen.ts';
import type { Colours } from './colours.ts';
import { packedColour } from './colours.ts';
import { columnsOf, lineSpans, placing, thick } from './columns.ts';
import type { Placing, Spans } from './columns.ts';
import { bandOpacity, bleed, drawBand, drawGrid, drawLine, inOrder, plotClip, strokeOf } from './draw-plot.ts';
import type { Emphasis } from './draw-plot.ts';
import { pyramidOf } from '../scene/pyramid.ts';
import { paint } from './raster.ts';
import type { Raster } from './raster.ts';
import type { Scene } from '../scene/scene.ts';

/** Points that a frame draws by pen in total: with more, a software renderer misses the frame. */
const penPoints = { moving: 4_000, still: 24_000 };

/** Paints into a canvas that covers the chart's box and a margin of `bleed` CSS pixels, which keeps border points
 *  whole. moving: true while the view is dragged or zoomed: speed then matters more than smooth edges. */
export function paintPlot(
  scene: Scene,
  context: CanvasRenderingContext2D,
  colours: Colours,
  options: { readonly ratio: number; readonly emphasis: Emphasis; readonly moving: boolean },
): void {
  const { ratio, emphasis, moving } = options;
  const { box } = scene;
  const pen = canvasPen(context);
  const grain = moving ? Math.min(1, ratio) : ratio; // columns per CSS pixel; 1 keeps fine screens fast
  const columns = columnsOf(scene.x, grain);
  const known = new Map<Float64Array, Placing>();
  const placed = (x: Float64Array): Placing => {
    const found = known.get(x) ?? placing(x, columns, scene.x);
    known.set(x, found);
    return found;
  };
  const visible = (x: Float64Array): number => placed(x).starts[columns.count] - placed(x).starts[0];
  const dense = denseLines(scene, visible, columns.count, moving ? penPoints.moving : penPoints.still);
  const denseBands = new Set(scene.bands.filter(({ x }) => visible(x) > columns.count));
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  if (dense.size + denseBands.size > 0) {
    const width = columns.count;
    const height = Math.round((box.bottom - box.top) * grain);
    const image = new ImageData(width, height);
    const raster: Raster = { width, height, pixels: new Int32Array(image.data.buffer) };
    raster.pixels.fill(0xff000000 | packedColour(colours.of('--paper')));
    paintGrid(scene, raster, colours, grain);
    const spansOf = (x: Float64Array, y: Float64Array): Spans =>
      inPixels(lineSpans(pyramidOf(y, scene.y.kind === 'log'), placed(x), scene.y), box.top, grain);
    for (const band of denseBands) {
      const spans = { top: spansOf(band.x, band.high).top, bottom: spansOf(band.x, band.low).bottom };
      paint(raster, spans, packedColour(colours.of(band.colour)), bandOpacity(scene, band, emphasis));
    }
    for (const line of inOrder([...dense], emphasis)) {
      const { colour, width: thickness, opacity = 1, dash = [] } = strokeOf(line, colours, emphasis);
      const spans = thick(spansOf(line.x, line.y), (thickness * grain) / 2);
      const scaled = dash.map((part) => part * grain);
      paint(raster, spans, packedColour(colour), opacity, scaled);
    }
    place(context, image, Math.round(bleed * ratio), ratio / grain);
  }
  context.setTransform(ratio, 0, 0, ratio, (bleed - box.left) * ratio, (bleed - box.top) * ratio);
  if (dense.size + denseBands.size === 0) drawGrid(scene, pen, colours);
  pen.clipped(plotClip(scene), () => {
    for (const band of scene.bands)
      if (!denseBands.has(band)) drawBand(scene, band, pen, colours, bandOpacity(scene, band, emphasis));
    for (const line of inOrder(scene.lines, emphasis))
      if (!dense.has(line)) drawLine(scene, line, pen, colours, emphasis);
  });
}

let scratch: OffscreenCanvasRenderingContext2D | null = null;

/** Puts the picture at this distance from the top left, enlarged by a factor. */
function place(context: CanvasRenderingContext2D, image: ImageData, at: number, factor: number): void {
  if (factor === 1) return context.putImageData(image, at, at);
  scratch ??= new OffscreenCanvas(1, 1).getContext('2d')!;
  Object.assign(scratch.canvas, { width: image.width, height: image.height });
  scratch.putImageData(image, 0, 0);
  context.drawImage(scratch.canvas, at, at, image.width * factor, image.height * factor);
}

/** The lines to paint as columns: those with more than one point a column, then the densest until the rest fits the
 *  budget. */
function denseLines(
  { lines }: Scene,
  visible: (x: Float64Array) => number,
  columns: number,
  budget: number,
): ReadonlySet<LineSpec> {
  const dense = new Set<LineSpec>();
  const candidates = lines
    .filter(({ kind }) => kind !== 'dots')
    .map((line) => ({ line, points: visible(line.x) }))
    .sort((a, b) => b.points - a.points);
  let left = candidates.reduce((total, { points }) => total + points, 0);
  for (const { line, points } of candidates) {
    if (points <= columns && left <= budget) break;
    dense.add(line);
    left -= points;
  }
  return dense;
}

function paintGrid(
  { y, box, threshold }: Scene,
  { pixels, width, height }: Raster,
  colours: Colours,
  ratio: number,
): void {
  const thickness = Math.max(1, Math.round(ratio));
  const row = (value: number): number => Math.round((Math.round(y.at(value)) - box.top) * ratio);
  for (const tick of y.ticks) {
    const colour = colours.of(tick === 0 && y.domain[0] < 0 ? '--faint' : '--rule');
    const start = Math.min(height - thickness, row(tick)) * width;
    pixels.fill(0xff000000 | packedColour(colour), start, start + thickness * width);
  }
  if (threshold === null) return;
  const colour = 0xff000000 | packedColour(colours.of('--soft'));
  for (let c = 0; c < width; c++)
    if (c % (6 * ratio) < 2 * ratio)
      for (let r = 0; r < thickness; r++) pixels[(row(threshold) + r) * width + c] = colour;
}

/** From CSS pixels of the chart to device pixels of the box. */
function inPixels({ top, bottom }: Spans, origin: number, ratio: number): Spans {
  for (let c = 0; c < top.length; c++) {
    top[c] = (top[c] - origin) * ratio;
    bottom[c] = (bottom[c] - origin) * ratio;
  }
  return { top, bottom };
}
