/** What the charts of one view share: one range of x, one crosshair, one emphasised line. */
import type { Range } from '../scene/extent.ts';

export interface ChartGroup {
  /** Shown part of x; null is all. */
  range: Range | null;
  /** x of the crosshair; null is none. */
  cursor: number | null;
  /** Id of the line that is emphasised in every chart that has it; null is none. */
  hovered: string | null;
}

export function chartGroup(): ChartGroup {
  let range = $state.raw<Range | null>(null);
  let cursor = $state<number | null>(null);
  let hovered = $state<string | null>(null);
  return {
    get range() {
      return range;
    },
    set range(value) {
      range = value;
    },
    get cursor() {
      return cursor;
    },
    set cursor(value) {
      cursor = value;
    },
    get hovered() {
      return hovered;
    },
    set hovered(value) {
      hovered = value;
    },
  };
}
