/** Values at the crosshair and at the line ends. */
import type { LineSpec } from '../chart.ts';
import { named, valuesOf } from '../chart.ts';
import type { Scene } from '../scene/scene.ts';
import { nearest } from '../scene/search.ts';

export interface Reading {
  readonly line: LineSpec;
  readonly x: number;
  /** As measured; NaN in a gap. */
  readonly value: number;
  /** Where the line is drawn there, in the unit of y. */
  readonly drawn: number;
}

/** The point nearest to x of each named line, within `reach` of it. A line that ends earlier has none. */
export function readings(lines: readonly LineSpec[], x: number, reach: number): Reading[] {
  return named(lines).flatMap((line) => {
    const i = nearest(line.x, x);
    if (i === -1 || Math.abs(line.x[i] - x) > reachOf(line.x, i, reach)) return [];
    return [reading(line, i)];
  });
}

export const reading = (line: LineSpec, i: number): Reading => ({
  ...{ line, x: line.x[i], value: valuesOf(line)[i], drawn: line.y[i] },
});

/** A point's reach is half the distance to its neighbour, at least `least`. */
function reachOf(x: Float64Array, i: number, least: number): number {
  const before = i > 0 ? x[i] - x[i - 1] : 0;
  const after = i + 1 < x.length ? x[i + 1] - x[i] : 0;
  return Math.max(least, before / 2, after / 2);
}

/** The last finite value of each named line at or before the right edge of the view, with its position. */
export function lineEnds({ lines, x }: Scene): Reading[] {
  return named(lines).flatMap((line) => {
    let i = line.x.length - 1;
    while (i >= 0 && (line.x[i] > x.domain[1] || !Number.isFinite(line.y[i]))) i--;
    return i < 0 || line.x[i] < x.domain[0] ? [] : [reading(line, i)];
  });
}

/** The point under the pointer: of each line the point nearest in x, of these the one nearest in y. Null without
 *  points. */
export function pointAt(scene: Scene, px: number, py: number): Reading | null {
  const at = scene.x.invert(px);
  let best: { reading: Reading; distance: number } | null = null;
  for (const line of scene.lines) {
    if (line.label === '') continue;
    const i = nearest(line.x, at);
    if (i === -1) continue;
    const dx = scene.x.at(line.x[i]) - px;
    const dy = Number.isFinite(line.y[i]) ? scene.y.at(line.y[i]) - py : scene.box.bottom - py;
    const distance = Math.hypot(3 * dx, dy); // x counts more, so that the crosshair follows the pointer
    if (best === null || distance < best.distance) best = { reading: reading(line, i), distance };
  }
  return best?.reading ?? null;
}
