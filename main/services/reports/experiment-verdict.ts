/** Headlines of experiments, computed again only when another run of the experiment has finished. */
import type { ExperimentRow, Lead } from '../../../shared/ipc/views.ts';
import type { Series } from '../../../shared/report/report.ts';
import { verdictOnInParts } from '../../../shared/report/analysis.ts';
import type { Compared } from '../../../shared/report/report.ts';
import type { Verdict } from '../../../shared/statistics/verdict.ts';
import { verdictParagraphs } from '../../../shared/statistics/verdict-sentences.ts';
import { splits } from '../../../shared/data/question.ts';
import { exactMatchOn } from '../../../shared/metrics/evaluation.ts';
import { disagreement, splitVerdictsInParts } from '../../../shared/report/splits.ts';
import type { SplitVerdict } from '../../../shared/report/splits.ts';
import { basename } from 'node:path';
import { runMetrics } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import { compared } from './experiment-report.ts';
import type { Entry } from '../library/run-entry.ts';

/** The present result of an experiment's comparison. */
export type Standing = Pick<ExperimentRow, 'verdict' | 'lead' | 'noVerdict'>;

export interface Verdicts {
  /** Compares an experiment's runs, with a yield between parts of the work. Returns whether the result differs from the
   *  last one. */
  update(id: string, labels: readonly string[], runs: readonly Entry[]): Generator<undefined, boolean>;
  of(id: string): Standing;
  forget(id: string): void;
}

/** Seeds that every algorithm must have finished: fewer say nothing about the spread between seeds. */
const leastSeeds = 2;

const unseen: Standing = { verdict: null, lead: null, noVerdict: null };
const without = (noVerdict: string): Standing => ({ ...unseen, noVerdict });

export function createVerdicts(store: Store): Verdicts {
  const known = new Map<string, { readonly key: string; readonly standing: Standing }>();
  return {
    *update(id, labels, runs) {
      const finished = finishedRuns(runs);
      const key = JSON.stringify([
        labels,
        finished.map(({ entry: { stored, generation } }) => [stored!.id, generation, stored!.step]),
      ]);
      const before = known.get(id);
      if (before?.key === key) return false;
      const why = whyNot(labels, finished);
      const standing = why === null ? yield* standingOf(store, finished) : without(why);
      known.set(id, { key, standing });
      return JSON.stringify(standing) !== JSON.stringify(before?.standing ?? unseen);
    },
    of: (id) => known.get(id)?.standing ?? unseen,
    forget: (id) => void known.delete(id),
  };
}

interface Finished {
  readonly entry: Entry;
  /** Of its entry, which may be forgotten while the runs are compared. */
  readonly storeId: string;
  readonly label: string;
  readonly seed: number;
}

const finishedRuns = (runs: readonly Entry[]): Finished[] =>
  runs.flatMap((entry) => {
    const place = entry.experiment?.places.get(basename(entry.folder));
    return place && entry.stored?.status === 'finished' ? [{ entry, storeId: entry.stored.id, ...place }] : [];
  });

/** Why there is no comparison; null for at least two algorithms with two seeds that all of them have finished. */
function whyNot(labels: readonly string[], finished: readonly Finished[]): string | null {
  if (labels.length < 2) return 'One algorithm: nothing to compare it with.';
  const seeds = Map.groupBy(finished, ({ seed }) => seed);
  const paired = [...seeds.values()].filter((runs) => runs.length === labels.length).length;
  if (paired >= leastSeeds) return null;
  return `${paired} of ${leastSeeds} seeds that a comparison needs are finished by every algorithm.`;
}

function* standingOf(store: Store, finished: readonly Finished[]): Generator<undefined, Standing> {
  const series = (runId: string, name: string): Series => {
    const { step, value } = runMetrics(store, runId, name);
    return { step: Array.from(step), value: Array.from(value) };
  };
  try {
    const runs: Compared['runs'][number][] = [];
    for (const { entry, storeId, label, seed } of finished) {
      const values = readMetrics.map((name) => [name, series(storeId, name)] as const);
      runs.push({ name: entry.id, algorithm: label, seed, failure: null, series: Object.fromEntries(values) });
      yield;
    }
    const asked = { ...compared, runs };
    const verdict = yield* verdictOnInParts(asked);
    const lead = leadOf(verdict);
    return lead === null
      ? without('The finished runs have no evaluation in common to be compared by.')
      : { verdict: headline(verdict, yield* splitVerdictsInParts(asked)), lead, noVerdict: null };
  } catch {
    // such as a foreign journal whose steps do not rise
    return without('What its runs have written cannot be compared: the report says why.');
  }
}

/** The claim, and a sentence if other kinds of questions say otherwise. */
const headline = (verdict: Verdict, splits: readonly SplitVerdict[]): string =>
  [verdictParagraphs(verdict)[0].claim, disagreement(verdict, splits)].filter((text) => text !== null).join(' ');

/** What is compared, on every split. */
const readMetrics = [...Object.values(compared), ...splits.map(exactMatchOn)];

function leadOf({ comparisons, question }: Verdict): Lead | null {
  const first = comparisons[0];
  if (first === undefined) return null;
  const { ahead, behind, conclusion, final } = first;
  const { mean, interval, paired } = final;
  return {
    ...{ ahead, behind, conclusion, mean, unit: question.unit, pairs: paired?.n ?? 0 },
    interval: interval && { low: interval.low, high: interval.high, level: interval.level },
  };
}
