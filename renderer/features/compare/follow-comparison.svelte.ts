/** The runs of a comparison as the services send them, and what they amount to: the verdict, and points to draw. */
import type { RunDetail } from '../../../shared/ipc/views.ts';
import type { Charted } from '../../../shared/report/figures.ts';
import type { Chosen } from '../../components/comparison/chosen.ts';
import { hasDirection, type ComparisonSettings } from '../../components/comparison/settings.ts';
import { panelsFor, type Panel } from '../../metrics/panels.ts';
import { xUnits } from '../../metrics/x-units.ts';
import { followRuns } from '../../state/follow-runs.svelte.ts';
import { followSeries, type Points } from '../../state/follow-series.svelte.ts';
import { chartedRuns, compared, onEverySplit, type Compared } from './comparison.ts';

export interface MetricPanel extends Panel {
  /** The one metric that it shows. */
  readonly metric: string;
}

export interface FollowedComparison {
  /** Those received so far, by id of the run. */
  readonly details: ReadonlyMap<string, RunDetail>;
  /** Recorded metrics of which more or less is better. */
  readonly directed: readonly string[];
  /** One for each recorded metric. */
  readonly panels: readonly MetricPanel[];
  /** Those that are shown. */
  readonly visible: readonly MetricPanel[];
  readonly charted: Charted;
  /** Why it cannot be computed, as a sentence, if it cannot: an imported journal may have steps that do not rise. */
  readonly result: Compared | string;
  /** Whether points of the compared metric have come. */
  readonly loaded: boolean;
  /** Whether points of the metrics that every comparison shows have come. */
  readonly usualLoaded: boolean;
}

/** Call it while a component is set up. all: shows every metric that the runs record, not the standard ones alone. */
export function followComparison(
  choice: () => Chosen,
  how: () => ComparisonSettings,
  all: () => boolean,
): FollowedComparison {
  // Each on its own: what depends on one of them is not computed again when another one changes.
  const { metric, unit, level, aggregate, threshold } = $derived(how());
  const runs = $derived(choice().runs.map(({ id }) => id));
  const details = followRuns(() => runs);
  const available = $derived([...new Set([...details.all.values()].flatMap(({ metrics }) => metrics))]);
  const directed = $derived(available.filter(hasDirection));
  const panels = $derived(panelsFor(available, true).map((panel) => ({ ...panel, metric: panel.metrics[0] })));
  const visible = $derived(panels.filter((panel) => panel.standard || all()));

  const totals = xUnits.flatMap((one) => one.metric ?? []);
  const usual = $derived([...totals, ...panels.filter(({ standard }) => standard).map((panel) => panel.metric)]);
  const wanted = $derived([
    ...new Set([...usual, metric, ...onEverySplit(metric, available), ...visible.map((panel) => panel.metric)]),
  ]);
  const series = followSeries(
    () => runs,
    () => usual,
  );
  /** Metrics beyond the usual ones come in a stream of their own, so that the usual series are kept. */
  const extra = followSeries(
    () => runs,
    () => wanted.filter((name) => !usual.includes(name)),
  );
  const points = (run: string, name: string): Points => (usual.includes(name) ? series : extra).of(run, name);

  const charted = $derived(chartedRuns(choice(), { unit, level, aggregate }, wanted, points));
  const result = $derived.by(() => {
    try {
      return compared(charted, { metric, threshold });
    } catch (error) {
      return (error as Error).message;
    }
  });
  return {
    get details() {
      return details.all;
    },
    get directed() {
      return directed;
    },
    get panels() {
      return panels;
    },
    get visible() {
      return visible;
    },
    get charted() {
      return charted;
    },
    get result() {
      return result;
    },
    get loaded() {
      return (usual.includes(metric) ? series : extra).loaded;
    },
    get usualLoaded() {
      return series.loaded;
    },
  };
}
