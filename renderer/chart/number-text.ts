/** Numbers on axes and in readouts: shares as per cent, thousands as k, a true minus sign. */
import { compact } from '../../shared/statistics/format.ts';

/** Texts of round ticks with as many decimals as tell them apart. The last one of a share says %, which names the
 *  unit of all. */
export function tickText(ticks: readonly number[], unit: string): string[] {
  const values = unit === 'share' ? ticks.map((tick) => tick * 100) : ticks;
  const texts = plainTicks(values);
  return unit === 'share' ? texts.map((text, i) => (i === texts.length - 1 ? `${text} %` : text)) : texts;
}

const prefixes = [
  { factor: 1e9, letter: 'G' },
  { factor: 1e6, letter: 'M' },
  { factor: 1e3, letter: 'k' },
  { factor: 1, letter: '' },
];

function plainTicks(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  const smallest = Math.min(...values.filter((value) => value !== 0).map(Math.abs));
  if (largest >= 1e12 || largest < 1e-3 || (largest / smallest > 1000 && smallest < 1e-3))
    return values.map((value) => (value === 0 ? '0' : exponential(value)));
  if (largest / smallest > 1000 && !values.includes(0)) return values.map(short); // powers of ten: each in its own unit
  const { factor, letter } = prefixes.find((prefix) => largest >= prefix.factor * (prefix.factor === 1e3 ? 10 : 1)) ?? {
    factor: 1,
    letter: '',
  };
  const scaled = values.map((value) => value / factor);
  const digits = Math.max(0, ...scaled.map((value) => decimals(value)));
  return scaled.map((value) => (value === 0 ? '0' : `${minus(value.toFixed(digits))}${letter}`));
}

const decimals = (value: number): number => (String(Number(value.toPrecision(10))).split('.')[1] ?? '').length;

function short(value: number): string {
  const size = Math.abs(value);
  if (size < 1e-4) return exponential(value);
  const { factor, letter } = prefixes.find((prefix) => size >= prefix.factor) ?? { factor: 1, letter: '' };
  return `${minus(String(Number((value / factor).toPrecision(3))))}${letter}`;
}

const exponential = (value: number): string => minus(Number(value.toPrecision(3)).toExponential().replace('e+', 'e'));

const minus = (text: string): string => text.replaceAll('-', '−');

/** A value with its unit, in three digits: "45.2 %", "1,204 tokens", "0.031"; "no value" in a gap. */
export function valueText(value: number, unit: string): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'no value' : value > 0 ? '∞' : '−∞';
  if (unit === 'share') return `${minus((value * 100).toFixed(1))} %`;
  return unit === '' ? compact(value) : `${compact(value)} ${unit}`;
}

/** Without the unit, but for %: where the axis names it. */
export const shortValue = (value: number, unit: string): string => valueText(value, unit === 'share' ? unit : '');

/** A position on x: whole numbers in full, others in four digits. */
export const positionText = (x: number): string =>
  Number.isInteger(x) ? minus(x.toLocaleString('en-US')) : minus(String(Number(x.toPrecision(4))));
