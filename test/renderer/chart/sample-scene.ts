/** A chart to test with: 500 × 200 px, every character 6 px wide. */
import type { LineSpec } from '../../../renderer/chart/chart.ts';
import type { Colours } from '../../../renderer/chart/draw/colours.ts';
import { scene } from '../../../renderer/chart/scene/scene.ts';
import type { Scene, SceneInput } from '../../../renderer/chart/scene/scene.ts';

export const sampleLine = (id: string, x: number[], y: number[], other: Partial<LineSpec> = {}): LineSpec => ({
  id,
  label: id,
  colour: '--s0',
  dash: [],
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  kind: 'mean',
  ...other,
});

export const sampleScene = (lines: readonly LineSpec[], other: Partial<SceneInput> = {}): Scene =>
  scene({
    width: 500,
    height: 200,
    unit: '',
    xLabel: 'steps',
    lines,
    bands: [],
    marks: [],
    xScale: 'linear',
    yScale: 'linear',
    extent: null,
    view: null,
    threshold: null,
    measure: (text) => 6 * text.length,
    ...other,
  });

/** Each colour is its name. */
export const namesAsColours: Colours = { of: (name) => name };
