/** One line chart as inline SVG: per algorithm a mean line, its interval as a band, every seed thin. Gaps stay open. */
import { aggregates } from '../statistics/aggregate.ts';
import type { Aggregate } from '../statistics/aggregate.ts';
import { band } from '../statistics/align.ts';
import type { Band } from '../statistics/align.ts';
import type { Curve } from '../statistics/curve.ts';
import { compact, percent } from '../statistics/format.ts';
import { rangeOf } from '../statistics/interval.ts';
import { linearScale } from './scale.ts';
import type { Scale } from './scale.ts';
import { markup, nothing } from './markup.ts';
import type { Markup } from './markup.ts';

/** A run's curve. A line has one run of each seed. */
export interface SeedCurve extends Curve {
  readonly seed: number;
}

export interface ChartLine {
  readonly label: string;
  /** Position in the report's list of algorithms: colour and dash. */
  readonly index: number;
  /** Runs that count. */
  readonly seeds: readonly SeedCurve[];
  /** Runs that failed: drawn thin with a cross at their end; they count in no mean. */
  readonly failed: readonly SeedCurve[];
}

export interface LineChart {
  readonly title: string;
  /** "share" is drawn as per cent. */
  readonly unit: string;
  readonly xLabel: string;
  readonly lines: readonly ChartLine[];
  readonly width: number;
  readonly height: number;
  /** Labels at the line ends, with room for them. */
  readonly direct: boolean;
  readonly level: number;
  /** Of the heavy lines and their bands. */
  readonly aggregate: Aggregate;
  /** What every point is, e.g. "means of 5 steps"; empty for raw points. */
  readonly points: string;
  /** Dashed line at a threshold, in the metric's unit. */
  readonly threshold: number | null;
}

/** The figure: heading, subtitle with n and kind of band, picture. */
export function lineChart(chart: LineChart): Markup {
  const { subtitle, drawing } = drawChart(chart);
  return markup`<figure class="chart"><figcaption><h3>${chart.title}</h3><p>${subtitle}</p></figcaption>
<svg viewBox="0 0 ${chart.width} ${chart.height}" role="img" aria-label="${drawing === null ? `${chart.title}: no points yet` : chart.title}">${drawing ?? empty(chart)}</svg></figure>`;
}

/** What a figure is made of: the subtitle and the elements of its SVG; null without points. */
export function drawChart(chart: LineChart): { readonly subtitle: string; readonly drawing: Markup | null } {
  const bands = chartBands(chart);
  const hasPoints = chart.lines.some((line) =>
    [...line.seeds, ...line.failed].some((curve) => curve.y.some(Number.isFinite)),
  );
  return { subtitle: chartSubtitle(chart, bands), drawing: hasPoints ? picture(chart, bands) : null };
}

export type Drawn = readonly { readonly line: ChartLine; readonly band: Band }[];

/** Mean and interval over the runs of each line. */
export const chartBands = (chart: LineChart): Drawn =>
  chart.lines.map((line) => ({ line, band: band(line.seeds, chart.level, rangeOf(chart.unit), chart.aggregate) }));

/** How many runs, which band, what every point is. failed: how runs that failed are marked. */
export function chartSubtitle(chart: LineChart, bands: Drawn, failed = '× failed'): string {
  const counts = bands.map((b) => b.band.n);
  const equal = counts.every((n) => n === counts[0]);
  const named = bands.map((b) => `${b.band.n} ${b.line.label}`).join(', ');
  const short = chart.direct && named.length <= 60 ? named : counts.join(' / ');
  const n = `n = ${equal ? (counts[0] ?? 0) : short}`;
  const kind = counts.every((count) => count < 2)
    ? 'no band'
    : `${aggregates[chart.aggregate].title}, ${percent(chart.level)} ${aggregates[chart.aggregate].band}${chart.direct ? ' over seeds, every seed thin' : ''}`;
  const crosses = chart.direct && chart.lines.some((line) => line.failed.length > 0) ? failed : '';
  const linear = chart.direct && bands.some((b) => b.band.method === 'linear') ? 'aligned by linear interpolation' : '';
  return [n, kind, crosses, chart.points, linear].filter((part) => part !== '').join(' · ');
}

/** Room for the longest label at 12 px; very long ones are cut by `shortened`. */
const labelRoom = (lines: readonly ChartLine[]): number =>
  24 + 7 * Math.max(6, ...lines.map((line) => shortened(line.label).length));

const shortened = (label: string): string => (label.length > 22 ? `${label.slice(0, 21)}…` : label);

export const empty = (chart: LineChart): Markup =>
  markup`<text class="empty" x="${chart.width / 2}" y="${chart.height / 2}" text-anchor="middle">no points yet</text>`;

function picture(chart: LineChart, bands: Drawn): Markup {
  const { width, height } = chart;
  const box = { left: 46, right: width - (chart.direct ? labelRoom(chart.lines) : 10), top: 10, bottom: height - 36 };
  const curves = chart.lines.flatMap((line) => [...line.seeds, ...line.failed]);
  const values = curves.flatMap((curve) => curve.y.filter(Number.isFinite));
  const x = linearScale(atStart(curves.flatMap((c) => [...c.x])), [box.left, box.right], {
    count: chart.direct ? 8 : 4,
    nice: false,
  });
  const y = linearScale(values, [box.bottom, box.top], {
    count: chart.direct ? 6 : 4,
    nice: true,
    // Shares start at 0; elsewhere 0 is shown where sign matters or it is near.
    include: [
      ...(chart.unit === 'share' ? [0] : nearZero(values)),
      ...(chart.threshold === null ? [] : [chart.threshold]),
    ],
  });
  return markup`
${axes(chart, x, y, box)}
${chart.threshold === null ? nothing : markup`<line class="threshold" x1="${box.left}" x2="${box.right}" y1="${px(y.at(chart.threshold))}" y2="${px(y.at(chart.threshold))}"/>`}
${bands.map((b) => ribbon(b.line, b.band, x, y))}
${bands.map(({ line }) => thin(line, x, y))}
${bands.map((b) => heavy(b.line, b.band, x, y))}
${chart.direct ? labels(bands, y, box, chart.unit) : nothing}
`;
}

/** Totals begin a little above 0: show where they come from. */
const atStart = (xs: readonly number[]): readonly number[] => {
  const [low, high] = [xs.reduce((a, b) => Math.min(a, b), Infinity), xs.reduce((a, b) => Math.max(a, b), -Infinity)];
  return low > 0 && low < 0.1 * high ? [0, ...xs] : xs;
};

function nearZero(values: readonly number[]): number[] {
  const [low, high] = [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return (low > 0 && low < (high - low) * 0.5) || (high < 0 && -high < (high - low) * 0.5) ? [0] : [];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function axes(chart: LineChart, x: Scale, y: Scale, box: Box): Markup {
  const yText = (value: number) => (chart.unit === 'share' ? compact(value * 100) : compact(value));
  const unit = chart.unit === 'share' ? '%' : chart.unit;
  const top = y.ticks.at(-1);
  return markup`${y.ticks.map(
    (tick) =>
      markup`<line class="${tick === 0 ? 'zero' : 'grid'}" x1="${box.left}" x2="${box.right}" y1="${px(y.at(tick))}" y2="${px(y.at(tick))}"/><text class="tick" x="${box.left - 6}" y="${px(y.at(tick) + 3.5)}" text-anchor="end">${yText(tick)}${tick === top && unit === '%' ? ' %' : ''}</text>`,
  )}${x.ticks.map((tick) => markup`<text class="tick" x="${px(x.at(tick))}" y="${box.bottom + 15}" text-anchor="middle">${compact(tick)}</text>`)}
<text class="label" x="${(box.left + box.right) / 2}" y="${box.bottom + 31}" text-anchor="middle">${chart.xLabel}</text>${
    unit === '%' || unit === ''
      ? nothing
      : markup`<text class="label" x="11" y="${(box.top + box.bottom) / 2}" text-anchor="middle" transform="rotate(-90 11 ${(box.top + box.bottom) / 2})">${unit}</text>`
  }`;
}

function ribbon(line: ChartLine, { x: xs, interval }: Band, x: Scale, y: Scale): Markup {
  const clamp = (value: number) => Math.min(Math.max(value, y.domain[0]), y.domain[1]);
  return markup`${pieces(interval.map((i) => i !== null)).map(([from, to]) => {
    const indices = Array.from({ length: to - from }, (_, i) => from + i);
    const known = indices.flatMap((i) => {
      const ends = interval[i];
      return ends ? [{ at: x.at(xs[i]), ends }] : [];
    });
    const edge = (end: 'low' | 'high') => known.map(({ at, ends }) => `${px(at)},${px(y.at(clamp(ends[end])))}`);
    const points = [...edge('high'), ...edge('low').reverse()];
    return markup`<polygon class="band s${line.index % 6}" points="${points.join(' ')}"/>`;
  })}`;
}

function thin(line: ChartLine, x: Scale, y: Scale): Markup {
  const own = [...line.seeds, ...line.failed].map((curve) => path(`seed s${line.index % 6}`, curve, x, y));
  const crosses = line.failed.flatMap((curve) => {
    const last = curve.y.findLastIndex(Number.isFinite);
    if (last === -1) return [];
    const [cx, cy] = [x.at(curve.x[last]), y.at(curve.y[last])];
    return [
      markup`<path class="failed s${line.index % 6}" d="M${px(cx - 3.5)} ${px(cy - 3.5)}l7 7m0 -7l-7 7"><title>${line.label}: failed here</title></path>`,
    ];
  });
  return markup`${own}${crosses}`;
}

const heavy = (line: ChartLine, { x: xs, mean }: Band, x: Scale, y: Scale): Markup =>
  path(`mean s${line.index % 6}`, { x: xs, y: mean }, x, y);

/** Lines between neighbours that both have a value; a point alone is a dot. */
function path(name: string, curve: Curve, x: Scale, y: Scale): Markup {
  const at = (i: number) => `${px(x.at(curve.x[i]))} ${px(y.at(curve.y[i]))}`;
  return markup`${pieces(curve.y.map(Number.isFinite)).map(([from, to]) =>
    to - from === 1
      ? markup`<circle class="${name} dot" cx="${px(x.at(curve.x[from]))}" cy="${px(y.at(curve.y[from]))}" r="${name.startsWith('mean') ? 3 : 1.5}"/>`
      : markup`<path class="${name}" d="M${Array.from({ length: to - from }, (_, i) => at(from + i)).join('L')}"/>`,
  )}`;
}

/** Half-open index ranges of consecutive trues. */
function pieces(present: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  present.forEach((here, i) => {
    if (!here) return;
    if (i > 0 && present[i - 1]) found.at(-1)![1] = i + 1;
    else found.push([i, i + 1]);
  });
  return found;
}

/** At the last value of each mean line, pushed apart so that they never overlap. */
function labels(bands: Drawn, y: Scale, box: Box, unit: string): Markup {
  const ends = bands
    .flatMap(({ line, band: b }) => {
      const last = b.mean.findLastIndex(Number.isFinite);
      return last === -1 ? [] : [{ line, value: b.mean[last], y: y.at(b.mean[last]) }];
    })
    .sort((a, b) => a.y - b.y);
  for (let i = 1; i < ends.length; i++) ends[i].y = Math.max(ends[i].y, ends[i - 1].y + 28);
  const over = (ends.at(-1)?.y ?? 0) + 14 - box.bottom;
  if (over > 0) for (const end of ends) end.y -= over;
  return markup`${ends.map(
    ({ line, value, y: top }) =>
      markup`<text class="direct s${line.index % 6}" x="${box.right + 8}" y="${px(top)}">${shortened(line.label)}<tspan class="value" x="${box.right + 8}" dy="13">${unit === 'share' ? percent(value, 1) : compact(value)}</tspan></text>`,
  )}`;
}

/** Tenths of a pixel are enough, and keep the file small. */
const px = (value: number): string => String(Math.round(value * 10) / 10);
