/** Where a dragged threshold lies, in round numbers. */
import type { Axis } from '../scene/axis.ts';

/** The value at a height of the chart in px, within the axis, as round as two pixels allow. */
export function thresholdAt(y: Axis, px: number): number {
  const [bottom, top] = y.pixels;
  const inside = Math.min(Math.max(px, Math.min(bottom, top)), Math.max(bottom, top));
  return roundedTo(y.invert(inside), Math.abs(y.invert(inside + 1) - y.invert(inside - 1)));
}

/** With as many decimals as a step of this size needs. */
export function roundedTo(value: number, step: number): number {
  const power = Math.floor(Math.log10(step));
  return Number.isFinite(power) ? Number(value.toFixed(Math.min(20, Math.max(0, -power)))) : value;
}
