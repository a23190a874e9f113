/** Grid, bands and lines with a pen. Each line goes through the points that M4 selects, which cover the same pixels
 *  as all points. */
import { m4 } from '../../../shared/metrics/downsample.ts';
import type { BandSpec, Box, LineKind, LineSpec } from '../chart.ts';
import { lineOpacity, lineWidth } from '../chart.ts';
import type { Colours } from './colours.ts';
import type { Pen, Stroke } from './pen.ts';
import { pyramidOf } from '../scene/pyramid.ts';
import type { Scene } from '../scene/scene.ts';

/** Id of the emphasised line; the others are dimmed. Null is none. */
export type Emphasis = string | null;

const order: Readonly<Record<LineKind, number>> = { raw: 0, smooth: 1, mean: 2, dots: 3 };

/** Faint and raw behind, dots and the emphasised line in front. */
export const inOrder = (lines: readonly LineSpec[], emphasis: Emphasis): readonly LineSpec[] => {
  const rank = (line: LineSpec) => (line.id === emphasis ? 10 : 0) + order[line.kind] - (line.faint ? 5 : 0);
  return lines.toSorted((a, b) => rank(a) - rank(b));
};

export const strokeOf = (line: LineSpec, colours: Colours, emphasis: Emphasis): Stroke => ({
  colour: colours.of(line.colour),
  width: lineWidth(line) + (line.id === emphasis ? 0.5 : 0),
  opacity: lineOpacity(line) * (emphasis === null || line.id === emphasis ? 1 : 0.3),
  dash: line.dash,
});

/** Bands that can overlap before the lines under them are lost. */
const clearBands = 4;

/** Opacity of one band. More bands are paler, so that together they hide no line; the emphasised line's band is
 *  stronger. */
export function bandOpacity({ bands }: Scene, { id }: BandSpec, emphasis: Emphasis): number {
  if (id === emphasis) return 0.18;
  return (emphasis === null ? 0.14 : 0.06) * Math.min(1, clearBands / bands.length);
}

export function drawGrid({ box, y, threshold }: Scene, pen: Pen, colours: Colours): void {
  for (const tick of y.ticks) {
    const zero = tick === 0 && y.domain[0] < 0;
    pen.rect(box.left, Math.round(y.at(tick)), box.right - box.left, 1, colours.of(zero ? '--faint' : '--rule'));
  }
  if (threshold !== null) {
    const at = Math.round(y.at(threshold)) + 0.5;
    pen.polyline([box.left, box.right], [at, at], { colour: colours.of('--soft'), width: 1, dash: [2, 4] });
  }
}

export function drawBand(scene: Scene, band: BandSpec, pen: Pen, colours: Colours, opacity: number): void {
  const low = chosen(scene, band.x, band.low);
  const high = chosen(scene, band.x, band.high);
  const indices = [...new Set([...low.indices, ...high.indices])].sort((a, b) => a - b);
  const present = (i: number) => !Number.isNaN(low.y[i]) && !Number.isNaN(high.y[i]);
  for (let from = 0; from < indices.length; from++) {
    if (!present(indices[from])) continue;
    let to = from;
    while (to < indices.length && present(indices[to])) to++;
    const piece = indices.slice(from, to);
    const xs = piece.map((i) => scene.x.at(band.x[i]));
    const tops = piece.map((i) => scene.y.at(high.y[i]));
    const bottoms = piece.map((i) => scene.y.at(low.y[i]));
    pen.area(xs, tops, bottoms, colours.of(band.colour), opacity);
    from = to;
  }
}

export function drawLine(scene: Scene, line: LineSpec, pen: Pen, colours: Colours, emphasis: Emphasis): void {
  const stroke = strokeOf(line, colours, emphasis);
  const { y, indices } = chosen(scene, line.x, line.y);
  const xs = Float64Array.from(indices, (i) => scene.x.at(line.x[i]));
  const ys = Float64Array.from(indices, (i) => scene.y.at(y[i]));
  const dots = line.kind === 'dots';
  if (!dots) pen.polyline(xs, ys, stroke);
  indices.forEach((i, at) => {
    if (Number.isNaN(y[i])) return;
    const alone = !Number.isFinite(y[i - 1] ?? NaN) && !Number.isFinite(y[i + 1] ?? NaN);
    if (dots) pen.dot(xs[at], ys[at], 1.5 + stroke.width, stroke.colour, stroke.opacity);
    else if (alone) pen.dot(xs[at], ys[at], Math.max(1.25, stroke.width), stroke.colour, stroke.opacity);
  });
}

export function drawPlot(scene: Scene, pen: Pen, colours: Colours, emphasis: Emphasis): void {
  drawGrid(scene, pen, colours);
  pen.clipped(plotClip(scene), () => {
    for (const band of scene.bands) drawBand(scene, band, pen, colours, bandOpacity(scene, band, emphasis));
    for (const line of inOrder(scene.lines, emphasis)) drawLine(scene, line, pen, colours, emphasis);
  });
}

/** The clip box, with room for dots and thick lines on its border. A zoomed view clips at its edges, where lines
 *  continue. */
export function plotClip({ box, view }: Scene): Box {
  const sides = view === null ? bleed : 0;
  return { left: box.left - sides, right: box.right + sides, top: box.top - bleed, bottom: box.bottom + bleed };
}

/** CSS pixels that dots and thick lines may reach over the border. */
export const bleed = 4;

/** The points to draw and their drawable values, two M4 columns a pixel. */
function chosen(scene: Scene, x: Float64Array, values: Float64Array): { y: Float64Array; indices: Uint32Array } {
  const { y } = pyramidOf(values, scene.y.kind === 'log');
  const log = scene.x.kind === 'log';
  const [low, high] = log ? scene.x.domain.map(Math.log) : scene.x.domain;
  const count = Math.max(1, Math.round((scene.box.right - scene.box.left) * 2));
  const indices = m4(log ? x.map(Math.log) : x, y, { count, low: low!, high: high! });
  return { y, indices: log ? indices.filter((i) => x[i] > 0) : indices };
}
