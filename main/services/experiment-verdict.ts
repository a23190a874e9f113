/** Headlines of experiments, worked out again only when another run of theirs has finished. */
import type { Series } from '../../shared/report/report.ts';
import { verdictOn } from '../../shared/report/analysis.ts';
import { verdictParagraphs } from '../../shared/statistics/verdict-sentences.ts';
import { runMetrics } from '../store/metrics.ts';
import type { Store } from '../store/open.ts';
import { compared } from './experiment-report.ts';
import type { Entry } from './run-entry.ts';

export interface Verdicts {
  /** Looks at an experiment's runs; whether its headline is another one now. */
  update(id: string, labels: readonly string[], runs: readonly Entry[]): boolean;
  of(id: string): string | null;
  forget(id: string): void;
}

/** Seeds that every algorithm must have finished: fewer say nothing of their spread. */
const leastSeeds = 2;

export function createVerdicts(store: Store): Verdicts {
  const known = new Map<string, { readonly key: string; readonly headline: string | null }>();
  return {
    update(id, labels, runs) {
      const finished = finishedRuns(runs);
      const key = JSON.stringify([
        labels,
        finished.map(({ entry: { stored, generation } }) => [stored!.id, generation, stored!.step]),
      ]);
      const before = known.get(id);
      if (before?.key === key) return false;
      const headline = isComparable(labels, finished) ? headlineOf(store, finished) : null;
      known.set(id, { key, headline });
      return headline !== (before?.headline ?? null);
    },
    of: (id) => known.get(id)?.headline ?? null,
    forget: (id) => void known.delete(id),
  };
}

interface Finished {
  readonly entry: Entry;
  readonly label: string;
  readonly seed: number;
}

const finishedRuns = (runs: readonly Entry[]): Finished[] =>
  runs.flatMap((entry) => {
    const place = entry.shelf?.places.get(entry.folder.slice(entry.shelf.folder.length + 1));
    return place && entry.stored?.status === 'finished' ? [{ entry, ...place }] : [];
  });

/** At least two algorithms, each with at least two seeds that all of them have finished. */
function isComparable(labels: readonly string[], finished: readonly Finished[]): boolean {
  if (labels.length < 2) return false;
  const seeds = Map.groupBy(finished, ({ seed }) => seed);
  return [...seeds.values()].filter((runs) => runs.length === labels.length).length >= leastSeeds;
}

function headlineOf(store: Store, finished: readonly Finished[]): string | null {
  const series = (runId: string, name: string): Series => {
    const { step, value } = runMetrics(store, runId, name);
    return { step: [...step], value: [...value] };
  };
  try {
    const verdict = verdictOn({
      ...compared,
      runs: finished.map(({ entry: { id, stored }, label, seed }) => ({
        ...{ name: id, algorithm: label, seed, failure: null },
        series: Object.fromEntries(Object.values(compared).map((name) => [name, series(stored!.id, name)])),
      })),
    });
    return verdictParagraphs(verdict)[0]?.claim ?? null;
  } catch {
    return null; // a journal from elsewhere whose steps do not rise: the report says what is wrong with it
  }
}
