/** Key figures: a metric's last value and its recent change. */
import { mean } from '../../../shared/util/math.ts';
import type { Points } from '../../state/follow-series.svelte.ts';

export interface KeyFigure {
  /** Last value that is a number; null without one. */
  readonly value: number | null;
  /** Mean of the last tenth of the run minus the mean of the tenth before; null if either has no value. */
  readonly change: number | null;
}

/** The figure of one run. */
export function keyFigure({ x, y }: Points): KeyFigure {
  const value = y.findLast((one) => Number.isFinite(one)) ?? null;
  const end = x.at(-1) ?? 0;
  const within = (from: number, to: number): number | null => {
    const values = y.filter((one, i) => Number.isFinite(one) && x[i] > from && x[i] <= to);
    return values.length === 0 ? null : mean(values);
  };
  const last = within(0.9 * end, end);
  const before = within(0.8 * end, 0.9 * end);
  return { value, change: last === null || before === null ? null : last - before };
}

/** Mean over the runs that have a value. */
export function meanFigure(figures: readonly KeyFigure[]): KeyFigure {
  const average = (values: readonly (number | null)[]): number | null => {
    const there = values.filter((one) => one !== null);
    return there.length === 0 ? null : mean(there);
  };
  return { value: average(figures.map(({ value }) => value)), change: average(figures.map(({ change }) => change)) };
}
