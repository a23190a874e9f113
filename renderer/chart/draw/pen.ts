/** The marks that a chart is made of, so that one drawing serves the screen, PNG and SVG. */
import type { Box } from '../chart.ts';

export interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly opacity?: number;
  readonly dash?: readonly number[];
}

export interface TextStyle {
  readonly colour: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly weight?: number;
  /** Quarter turn to the left around its position. */
  readonly upwards?: boolean;
}

/** Positions in CSS pixels from the chart's top left. */
export interface Pen {
  /** A line through the points; NaN in ys breaks it. */
  polyline(xs: ArrayLike<number>, ys: ArrayLike<number>, stroke: Stroke): void;
  /** Filled between two edges without gaps. */
  area(
    xs: ArrayLike<number>,
    tops: ArrayLike<number>,
    bottoms: ArrayLike<number>,
    colour: string,
    opacity: number,
  ): void;
  rect(x: number, y: number, width: number, height: number, colour: string, opacity?: number): void;
  dot(x: number, y: number, radius: number, colour: string, opacity?: number): void;
  text(x: number, y: number, text: string, style: TextStyle): void;
  /** Clips what `draw` draws to the box. */
  clipped(box: Box, draw: () => void): void;
  /** Shifts what `draw` draws down by this much. */
  lowered(by: number, draw: () => void): void;
}

export const fontFamily = '"Inter Variable", Inter, system-ui, sans-serif';
