/** The range of x after a gesture, computed in pixels of the axis, so that it is right on a log scale too. */
import type { Axis } from '../scene/axis.ts';
import type { Range } from '../scene/extent.ts';

/** factor < 1 shows less; what is at pixel `at` stays there. */
export const zoomed = ({ pixels, invert }: Axis, at: number, factor: number): Range => [
  invert(at + (pixels[0] - at) * factor),
  invert(at + (pixels[1] - at) * factor),
];

/** by > 0 moves towards larger x. */
export const panned = ({ pixels, invert }: Axis, by: number): Range => [invert(pixels[0] + by), invert(pixels[1] + by)];

export const brushed = ({ invert }: Axis, from: number, to: number): Range => [
  invert(Math.min(from, to)),
  invert(Math.max(from, to)),
];

/** The zoom factor of a wheel turn: 100 px of wheel are about a fifth. A pinch arrives as small turns, which count
 *  more. */
export const wheelFactor = (delta: number, pinch: boolean): number => Math.exp(delta * (pinch ? 0.01 : 0.002));
