/** The geometry of one chart: what is drawn where, before anything is drawn. */
import { axis } from './axis.ts';
import type { Axis } from './axis.ts';
import { named } from '../chart.ts';
import type { BandSpec, Box, LineSpec, MarkSpec, ScaleKind } from '../chart.ts';
import { withZero, xExtent, yExtent } from './extent.ts';
import type { Range } from './extent.ts';
import type { Extremes } from './pyramid.ts';

export interface SceneInput {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  readonly xLabel: string;
  readonly lines: readonly LineSpec[];
  readonly bands: readonly BandSpec[];
  readonly marks: readonly MarkSpec[];
  readonly xScale: ScaleKind;
  readonly yScale: ScaleKind;
  /** The full view includes at least this x range, so that stacked charts line up; null is what the lines need. */
  readonly extent: Range | null;
  /** Shown part of x; null is all. */
  readonly view: Range | null;
  /** y of a dashed line, e.g. a target; null is none. */
  readonly threshold: number | null;
  /** Width of a text in pixels, at 11 px. */
  readonly measure: (text: string) => number;
}

export interface Scene extends SceneInput {
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  /** All of x, of which the view is a part. */
  readonly all: Extremes;
  /** True if labels are at the line ends; else they do not fit and a key is needed. */
  readonly direct: boolean;
  /** Names are preceded by a piece of their line: lines share a colour but not a dash pattern, or a key is shown. */
  readonly swatches: boolean;
}

export const labelGap = 15;
const valueRoom = 52;
export const swatchRoom = 28;

export function scene(input: SceneInput): Scene {
  const { width, height, unit, lines, bands, view, xScale, yScale, measure } = input;
  const top = 8;
  const bottom = Math.max(top + 24, height - (input.xLabel === '' ? 20 : 34));
  const logY = yScale === 'log';
  const values = yExtent(lines, bands, view, logY);
  const shown = logY ? values : withZero(withThreshold(values, input.threshold), unit);
  const y = axis(shown, [bottom, top], { kind: yScale, spacing: 38, nice: true, unit });
  const names = named(lines);
  const left = Math.ceil(Math.max(24, ...y.tickTexts.map(measure)) + 10 + (hasUnitText(unit) ? 15 : 0));
  const longest = names.length === 1 ? 0 : Math.max(0, ...names.map(({ label }) => measure(label) * 1.09));
  const distinct = (look: (line: LineSpec) => string): number => new Set(names.map(look)).size;
  const alike = distinct(({ colour }) => colour) < distinct(({ colour, dash }) => `${colour} ${dash.join(' ')}`);
  const room = Math.ceil(longest + valueRoom + 10 + (alike ? swatchRoom : 0));
  const direct = names.length > 0 && room < width * 0.36 && names.length * labelGap <= bottom - top + labelGap;
  const right = Math.max(left + 24, Math.round(width - (direct ? room : names.length === 1 ? valueRoom : 18)));
  const all = withExtent(xExtent(lines, bands, xScale === 'log'), input.extent);
  const within = view === null ? all : { low: view[0], high: view[1] };
  const x = axis(within, [left, right], { kind: xScale, spacing: 74, nice: false, unit: '' });
  return { ...input, box: { left, right, top, bottom }, x, y, all, direct, swatches: alike || !direct };
}

/** A share names its unit on the top tick. */
export const hasUnitText = (unit: string): boolean => unit !== '' && unit !== 'share';

const withExtent = ({ low, high }: Extremes, extent: Range | null): Extremes =>
  extent === null ? { low, high } : { low: Math.min(low, extent[0]), high: Math.max(high, extent[1]) };

const withThreshold = ({ low, high }: Extremes, threshold: number | null): Extremes =>
  threshold === null || !(low <= high)
    ? { low, high }
    : { low: Math.min(low, threshold), high: Math.max(high, threshold) };
