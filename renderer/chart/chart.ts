/** What a chart is given. Series are typed arrays that are never changed in place: new points come as new arrays. */

export type LineKind = 'raw' | 'smooth' | 'mean' | 'dots';

export interface LineSpec {
  /** Unique in the chart. */
  readonly id: string;
  /** At the line's end and in the table; '' for a line that only accompanies another, such as the raw one under a
   *  smooth one. */
  readonly label: string;
  /** Name of a CSS custom property: '--s0'. */
  readonly colour: string;
  /** Dash pattern in px; [] is solid. */
  readonly dash: readonly number[];
  /** Ascending. */
  readonly x: Float64Array;
  /** As long as x; NaN and infinities are gaps, each marked on the axis. */
  readonly y: Float64Array;
  /** What was measured, where y is smoothed for the eye: every number in words, tables and files is one of these. */
  readonly measured?: Float64Array;
  readonly kind: LineKind;
  /** px; by kind if absent. */
  readonly width?: number;
  /** Pale, behind the others. */
  readonly faint?: boolean;
}

export interface BandSpec {
  readonly id: string;
  readonly colour: string;
  readonly x: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A vertical tick, e.g. where a run was resumed. */
export interface MarkSpec {
  readonly x: number;
  readonly label: string;
  /** Name of a CSS custom property. */
  readonly colour?: string;
}

export type ScaleKind = 'linear' | 'log';

/** In CSS pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The line's measured values. */
export const valuesOf = ({ measured, y }: LineSpec): Float64Array => measured ?? y;

export const lineWidth = (line: LineSpec): number => line.width ?? { raw: 1, smooth: 2, mean: 2, dots: 1 }[line.kind];

export const lineOpacity = (line: LineSpec): number => (line.faint ? 0.33 : 1);

/** Lines with a name of their own: they get a label, a value at the crosshair and a column in the table. */
export const named = (lines: readonly LineSpec[]): readonly LineSpec[] => lines.filter((line) => line.label !== '');
