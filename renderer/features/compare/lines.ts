/** Converts a report's chart to what the window draws: a thin line per seed, the mean over it, its interval as a
 *  band. */
import type { Drawn } from '../../../shared/report/line-chart.ts';
import type { BandSpec, LineSpec } from '../../chart/chart.ts';
import type { SeriesStyle } from '../../components/series-style.ts';

export interface Plotted {
  readonly lines: readonly LineSpec[];
  readonly bands: readonly BandSpec[];
}

/** styles: by label, as in every other chart of the comparison. */
export function plotted(drawn: Drawn, styles: ReadonlyMap<string, SeriesStyle>): Plotted {
  const lines: LineSpec[] = [];
  const bands: BandSpec[] = [];
  for (const { line, band } of drawn) {
    const { colour, dash } = styles.get(line.label)!;
    const thin = { label: '', colour, dash: [], faint: true } as const;
    for (const { seed, x, y } of [...line.seeds, ...line.failed])
      lines.push({
        ...{ ...thin, id: `${line.label} seed ${seed}`, kind: 'raw' },
        ...{ x: Float64Array.from(x), y: Float64Array.from(y) },
      });
    for (const { seed, x, y } of line.failed)
      lines.push({
        ...{ ...thin, id: `${line.label} seed ${seed}, failed`, kind: 'dots', faint: false },
        ...{ x: Float64Array.from(x.slice(-1)), y: Float64Array.from(y.slice(-1)) },
      });
    // Where some seeds have ended the mean has no value: that is not a gap to mark.
    const has = band.x.flatMap((_, i) => (Number.isFinite(band.mean[i]) ? [i] : []));
    if (has.length > 0)
      lines.push({
        ...{ id: line.label, label: line.label, colour, dash, kind: 'mean' },
        x: Float64Array.from(has, (i) => band.x[i]),
        y: Float64Array.from(has, (i) => band.mean[i]),
      });
    const sure = has.flatMap((i) => {
      const interval = band.interval[i];
      return interval ? [{ x: band.x[i], interval }] : [];
    });
    if (sure.length > 0)
      bands.push({
        ...{ id: line.label, colour },
        x: Float64Array.from(sure, ({ x }) => x),
        low: Float64Array.from(sure, ({ interval }) => interval.low),
        high: Float64Array.from(sure, ({ interval }) => interval.high),
      });
  }
  return { lines, bands };
}
