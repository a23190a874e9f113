/** One axis: data to pixels and back, round ticks and their text. */
import { scaleLinear, scaleLog } from 'd3';
import type { ScaleKind } from '../chart.ts';
import type { Extremes } from './pyramid.ts';
import { tickText } from '../number-text.ts';

export interface Axis {
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  readonly pixels: readonly [number, number];
  readonly ticks: readonly number[];
  readonly tickTexts: readonly string[];
  /** Data → pixels. */
  at(value: number): number;
  /** Pixels → data. */
  invert(pixel: number): number;
}

export interface AxisOptions {
  readonly kind: ScaleKind;
  /** Pixels between two ticks, about. */
  readonly spacing: number;
  /** Widen the domain to round ends. */
  readonly nice: boolean;
  /** 'share' is shown as per cent. */
  readonly unit: string;
}

/** An axis over the extremes. No values (Infinity, −Infinity) give [0, 1], or [1, 10] on a log scale, without ticks.
 *  A single value gets room around it. */
export function axis(extremes: Extremes, pixels: readonly [number, number], options: AxisOptions): Axis {
  const log = options.kind === 'log';
  const length = Math.abs(pixels[1] - pixels[0]);
  const count = Math.max(2, Math.floor(length / options.spacing));
  const scale = (log ? scaleLog() : scaleLinear()).domain(withRoom(extremes, log, options.unit === 'share'));
  if (options.nice) scale.nice(count);
  const [low, high] = scale.domain() as [number, number];
  const ticks = ticksOf(extremes, options, [low, high], count);
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const perUnit = (pixels[1] - pixels[0]) / (to - from);
  return {
    kind: options.kind,
    domain: [low, high],
    pixels,
    ticks,
    tickTexts: tickText(ticks, options.unit),
    at: (value) => pixels[0] + ((log ? Math.log(value) : value) - from) * perUnit,
    invert: (pixel) => {
      const value = from + (pixel - pixels[0]) / perUnit;
      return log ? Math.exp(value) : value;
    },
  };
}

function ticksOf(
  { low, high }: Extremes,
  { kind, nice }: AxisOptions,
  domain: [number, number],
  count: number,
): number[] {
  if (!(low <= high)) return [];
  if (low === high && !nice) return [low];
  return kind === 'log' ? logTicks(...domain, count) : scaleLinear().domain(domain).ticks(count);
}

/** A series narrower than this share of its value is constant: the rest is rounding, e.g. of a value and its moving
 *  average. */
const leastWidth = 1e-9;

/** Adds room around a constant series; for a share not beyond 0 and 1. */
function withRoom({ low, high }: Extremes, log: boolean, share: boolean): [number, number] {
  if (!(low <= high)) return log ? [1, 10] : [0, 1];
  if (high - low > leastWidth * Math.max(Math.abs(low), Math.abs(high))) return [low, high];
  if (log) return [low / 2, low * 2];
  if (low === 0) return [0, 1];
  const room = Math.abs(low) * 0.1;
  return share && low > 0 && low <= 1 ? [low - room, Math.min(1, low + room)] : [low - room, low + room];
}

/** 1, 2, 5 times powers of ten if there is room, else powers of ten, thinned; within one power, round linear steps. */
function logTicks(low: number, high: number, count: number): number[] {
  const all = scaleLog().domain([low, high]).ticks();
  const power = (value: number) => Math.log10(value) - Math.floor(Math.log10(value) + 1e-9);
  const near = (value: number, digit: number) => Math.abs(power(value) - Math.log10(digit)) < 1e-6;
  for (const digits of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = all.filter((value) => digits.some((digit) => near(value, digit)));
    if (ticks.length <= count && ticks.length >= 2) return ticks;
  }
  const powers = all.filter((value) => near(value, 1));
  if (powers.length < 2) return scaleLinear().domain([low, high]).ticks(count);
  const every = Math.ceil(powers.length / count);
  return powers.filter((value) => Math.round(Math.log10(value)) % every === 0);
}
