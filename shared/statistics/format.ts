/** Numbers for people: a true minus sign, separated thousands, shares as per cent, times, p-values without false
 *  precision. */
import { grouped } from '../util/text.ts';

/** `digits` decimals; "–" for a value that is not finite. A rounded zero has no sign. */
export function fixed(value: number | null, digits = 2): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

/** Like `fixed`, with + on positive values. */
export const signed = (value: number | null, digits = 2): string => {
  const text = fixed(value, digits);
  return value !== null && Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
};

/** Three significant digits for measurements of any size, thousands separated: 0.00123, 12.3, 12,300. */
export function compact(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e9 || size < 1e-4) return value.toExponential(1).replace('e+', 'e').replaceAll('-', '−');
  if (size >= 100) return grouped(Math.round(value));
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** "p = 0.031", "p < 0.001"; "p = –" for null. */
export function pValue(p: number | null): string {
  if (p !== null && p < 0.001) return 'p < 0.001';
  return `p = ${p === null ? '–' : p >= 0.1 ? fixed(p, 2) : fixed(p, 3)}`;
}

/** A share as "95 %". */
export const percent = (share: number, digits = 0): string => `${fixed(share * 100, digits)} %`;

/** 4 → "4 s", 75 → "1 min 15 s", 8000 → "2 h 13 min"; "–" for a value that is not finite. */
export function duration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** exp(belief) as per cent, the geometric mean probability of a ground-truth token: 0.7 %, 99 %, < 0.1 %, > 99.9 %. */
export function beliefPercent(belief: number): string {
  const share = 100 * Math.exp(belief);
  if (Number.isNaN(share)) return '–';
  if (share > 0 && share < 0.1) return '< 0.1 %';
  if (share > 99.9 && share < 100) return '> 99.9 %';
  return `${share.toFixed(share < 10 || share > 99 ? 1 : 0)} %`;
}
