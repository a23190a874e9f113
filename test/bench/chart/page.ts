/** Runs in the browser: frames of a pan and of a zoom, by our chart and by uPlot, over the same series. */
import uPlot from 'uplot';
import { canvasPen } from '../../../renderer/chart/draw/canvas-pen.ts';
import type { LineSpec } from '../../../renderer/chart/chart.ts';
import { coloursOf } from '../../../renderer/chart/draw/colours.ts';
import { drawFrame } from '../../../renderer/chart/draw/draw-frame.ts';
import type { Range } from '../../../renderer/chart/scene/extent.ts';
import { bleed } from '../../../renderer/chart/draw/draw-plot.ts';
import { paintPlot } from '../../../renderer/chart/draw/paint-plot.ts';
import { scene } from '../../../renderer/chart/scene/scene.ts';
import { smoothed } from '../../../renderer/chart/scene/smoothed.ts';
import { stream } from '../../../shared/util/rng.ts';

export interface Load {
  readonly runs: number;
  readonly points: number;
  readonly frames: number;
  /** A smooth line over each raw one, as in the app; uPlot has none. */
  readonly smooth: boolean;
}

export interface Timing {
  /** ms of script and raster of one frame, first quartile: the frames that nothing else disturbed. */
  readonly quartile: number;
  readonly median: number;
  readonly worst: number;
}

const [width, height] = [1200, 400];
const colours = Array.from({ length: 6 }, (_, i) => `--s${i}`);

function series({ runs, points }: Load): { x: Float64Array; ys: Float64Array[] } {
  const x = Float64Array.from({ length: points }, (_, i) => i + 1);
  const ys = Array.from({ length: runs }, (_, run) => {
    const random = stream(run, 'chart bench');
    return x.map((step) => 0.2 + (0.6 * run) / runs + 0.1 * Math.sin(step / 9000) + 0.3 * (random.next() - 0.5));
  });
  return { x, ys };
}

/** Half of the window slides over the data, then the window shrinks to a hundredth. */
function view(kind: 'pan' | 'zoom', share: number, points: number): Range {
  if (kind === 'pan') return [1 + (share * points) / 2, 1 + ((1 + share) * points) / 2];
  const half = (points / 2) * 100 ** -share;
  return [Math.max(1, points / 2 - half), points / 2 + half];
}

function ours(load: Load): (range: Range) => void {
  const { x, ys } = series(load);
  const plain = ys.map((y, i): LineSpec => {
    const colour = colours[i % 6];
    return { id: `raw ${i}`, label: '', colour, dash: [], x, y, kind: 'raw', faint: load.smooth };
  });
  const lines = load.smooth
    ? [
        ...plain,
        ...plain.map((l): LineSpec => ({
          ...l,
          id: `smooth ${l.id}`,
          kind: 'smooth',
          faint: false,
          y: smoothed(l.y, 0.99),
        })),
      ]
    : plain;
  const probe = document.body.appendChild(document.createElement('span'));
  const paint = coloursOf(probe);
  const [plot, frame] = [0, 1].map(() => document.body.appendChild(document.createElement('canvas')).getContext('2d')!);
  Object.assign(frame!.canvas, { width, height });
  const measure = (text: string) => frame!.measureText(text).width;
  return (range) => {
    const seen = scene({
      width,
      height,
      unit: 'share',
      xLabel: 'steps',
      lines,
      bands: [],
      marks: [],
      xScale: 'linear',
      yScale: 'linear',
      extent: null,
      view: range,
      threshold: null,
      measure,
    });
    const [w, h] = [seen.box.right - seen.box.left + 2 * bleed, seen.box.bottom - seen.box.top + 2 * bleed];
    if (plot!.canvas.width !== w || plot!.canvas.height !== h) Object.assign(plot!.canvas, { width: w, height: h });
    paintPlot(seen, plot!, paint, { ratio: 1, emphasis: null, moving: true });
    frame!.clearRect(0, 0, width, height);
    drawFrame(seen, canvasPen(frame!), paint);
    plot!.getImageData(0, 0, 1, 1); // waits for the raster
  };
}

function theirs(load: Load): (range: Range) => void {
  const { x, ys } = series(load);
  const style = getComputedStyle(document.documentElement);
  const chart = new uPlot(
    {
      width,
      height,
      legend: { show: false },
      scales: { x: { time: false } },
      series: [
        {},
        ...ys.map((_, i) => ({ stroke: style.getPropertyValue(colours[i % 6]), width: 1, points: { show: false } })),
      ],
    },
    [x, ...ys],
    document.body,
  );
  return ([min, max]) => {
    chart.batch(() => chart.setScale('x', { min, max }));
    chart.ctx.getImageData(0, 0, 1, 1);
  };
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

function timing(costs: number[]): Timing {
  costs.sort((a, b) => a - b);
  return { quartile: costs[costs.length >> 2], median: costs[costs.length >> 1], worst: costs.at(-1)! };
}

/** Frames of the two charts in turn, so that a busy moment affects both alike. */
async function timed(charts: readonly ((range: Range) => void)[], load: Load, kind: 'pan' | 'zoom'): Promise<Timing[]> {
  const costs = charts.map((): number[] => []);
  for (let i = 0; i <= load.frames; i++)
    for (const [chart, draw] of charts.entries()) {
      await nextFrame();
      const before = performance.now();
      draw(view(kind, i / load.frames, load.points));
      if (i > 0) costs[chart].push(performance.now() - before); // the first frame builds what later ones reuse
    }
  return costs.map(timing);
}

export type Result = Record<'pan' | 'zoom', { ours: Timing; uPlot: Timing }>;

export async function measure(load: Load): Promise<Result> {
  document.body.replaceChildren();
  const charts = [ours(load), theirs(load)];
  const [pan, zoom] = [await timed(charts, load, 'pan'), await timed(charts, load, 'zoom')];
  return { pan: { ours: pan[0], uPlot: pan[1] }, zoom: { ours: zoom[0], uPlot: zoom[1] } };
}
