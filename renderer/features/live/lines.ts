/** Turns the series of runs into the lines of a panel. */
import { keyOfRun } from '../../../shared/ipc/ids.ts';
import type { LineSpec } from '../../chart/chart.ts';
import { smoothed } from '../../chart/scene/smoothed.ts';
import type { SeriesStyle } from '../../components/series-style.ts';
import { seriesStyle } from '../../components/series-style.ts';
import type { Points } from '../../state/follow-series.svelte.ts';
import type { Panel } from '../../metrics/panels.ts';
import { titleOf } from '../../metrics/panels.ts';

export interface ShownRun {
  readonly id: string;
  /** At the end of its line; '' for a single run. */
  readonly label: string;
  readonly style: SeriesStyle;
}

/** Below this many points a line is read without smoothing, which would hide a jump and lag behind the end. */
const fewest = 200;

/** The lines of a panel. of: the series of a run's metric, already in the unit of the x axis. */
export function panelLines(
  panel: Panel,
  runs: readonly ShownRun[],
  of: (run: string, metric: string) => Points,
  smoothing: number,
): LineSpec[] {
  return runs.flatMap((run) =>
    panel.metrics.flatMap((metric, i): LineSpec[] => {
      const { x, y } = of(run.id, metric);
      if (x.length === 0) return [];
      const several = panel.metrics.length > 1;
      const { colour, dash } = several ? seriesStyle(i) : run.style;
      const label = several ? lineName(metric) : run.label || panel.title;
      const id = lineId(run.id, ...(several ? [metric] : []));
      if (panel.sparse)
        return [
          { id: lineId(id, 'between'), label: '', colour, dash, x, y, kind: 'smooth', width: 1.25 },
          { id, label, colour, dash, x, y, kind: 'dots' },
        ];
      if (smoothing === 0 || x.length < fewest) return [{ id, label, colour, dash, x, y, kind: 'smooth', width: 1.5 }];
      return [
        { id: lineId(id, 'raw'), label: '', colour, dash: [], x, y, kind: 'raw', faint: true },
        { id, label, colour, dash, x, y: smoothed(y, smoothing), measured: y, kind: 'smooth' },
      ];
    }),
  );
}

/** `runOfKey` of a line's id is the id of its run, which may hold spaces. */
const lineId = (run: string, ...rest: readonly string[]): string => rest.reduce(keyOfRun, run);

/** The part of a title that distinguishes the metrics of one panel: `turn 2` of `Information gain, turn 2`. */
const lineName = (metric: string): string => {
  const title = titleOf(metric);
  return title.slice(title.lastIndexOf(', ') + 1).trim();
};
