/** The order, size and visibility of a run's charts, as a person arranged them. Charts that were never arranged take
 *  their default place. */
import type { ChartSize, PlacedChart } from '../../../shared/ipc/app-views.ts';
import type { Panel } from '../../metrics/panels.ts';

/** Every chart that was ever arranged, in order; empty for the default. */
export type Arrangement = readonly PlacedChart[];

export interface ArrangedPanel {
  readonly panel: Panel;
  readonly shown: boolean;
  readonly size: ChartSize;
}

/** The panels there are, in their own order. */
export function arranged(panels: readonly Panel[], arrangement: Arrangement): ArrangedPanel[] {
  const byId = new Map(panels.map((panel) => [panel.id, panel]));
  return settled(panels, arrangement).flatMap(({ id, shown, size }) => {
    const panel = byId.get(id);
    return panel ? [{ panel, shown, size }] : [];
  });
}

/** With one chart shown, hidden or of another size. */
export const withChart = (
  panels: readonly Panel[],
  arrangement: Arrangement,
  id: string,
  change: Partial<Omit<PlacedChart, 'id'>>,
): Arrangement => settled(panels, arrangement).map((placed) => (placed.id === id ? { ...placed, ...change } : placed));

/** With one chart moved next to another; unchanged if either is absent. */
export function moved(
  panels: readonly Panel[],
  arrangement: Arrangement,
  id: string,
  side: 'before' | 'after',
  other: string,
): Arrangement {
  const all = settled(panels, arrangement);
  const own = all.find((placed) => placed.id === id);
  const rest = all.filter((placed) => placed.id !== id);
  const at = rest.findIndex((placed) => placed.id === other);
  return own === undefined || at < 0 ? arrangement : rest.toSpliced(side === 'before' ? at : at + 1, 0, own);
}

/** With one chart moved by this many places among those shown, at most to the first or last. */
export function movedBy(panels: readonly Panel[], arrangement: Arrangement, id: string, by: number): Arrangement {
  const shown = arranged(panels, arrangement).flatMap((one) => (one.shown ? [one.panel.id] : []));
  const from = shown.indexOf(id);
  const to = Math.max(0, Math.min(shown.length - 1, from + by));
  if (from < 0 || to === from) return arrangement;
  return moved(panels, arrangement, id, to < from ? 'before' : 'after', shown[to]);
}

/** The arrangement completed with every panel: a new one follows the panel that it follows by default. */
function settled(panels: readonly Panel[], arrangement: Arrangement): PlacedChart[] {
  const all = [...arrangement];
  panels.forEach(({ id, standard, large }, i) => {
    if (all.some((placed) => placed.id === id)) return;
    const before = panels[i - 1]?.id;
    const at = all.findIndex((placed) => placed.id === before); // −1: nothing comes before it
    all.splice(at + 1, 0, { id, shown: standard, size: large ? 'large' : 'small' });
  });
  return all;
}

/** px between charts, and the least width of a small one. */
export const chartGap = 28;
const leastWidth = 264;
const columns = 12;

/** How many of the 12 columns each chart spans at this width, px. Rows fill from the first chart on; the rest of a
 *  row goes to its larger charts, so that no row but the last ends early. */
export function spans(sizes: readonly ChartSize[], width: number): number[] {
  const usual = usualSpans(width);
  const all: number[] = [];
  let row: ChartSize[] = [];
  let free = columns;
  const close = (): void => {
    const widest = row.includes('large') ? 'large' : 'small';
    const growing = row.filter((size) => size === widest).length;
    let left = free;
    let waiting = growing;
    for (const size of row) {
      const more = size === widest ? Math.ceil(left / waiting--) : 0;
      left -= more;
      all.push(usual[size] + more);
    }
    row = [];
    free = columns;
  };
  for (const size of sizes) {
    if (usual[size] > free) close();
    row.push(size);
    free -= usual[size];
  }
  return [...all, ...row.map((size) => usual[size])];
}

function usualSpans(width: number): Readonly<Record<ChartSize, number>> {
  const fit = Math.floor((width + chartGap) / (leastWidth + chartGap));
  const beside = [6, 4, 3, 2].find((count) => count <= fit) ?? 1;
  const larger = beside === 6 ? 3 : beside > 2 ? 2 : 1;
  return { small: columns / beside, large: columns / larger, full: columns };
}

/** px of a plot. */
export const plotHeights: Readonly<Record<ChartSize, number>> = { small: 148, large: 232, full: 320 };
