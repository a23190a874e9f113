/** The rows of the experiments table: experiments with their runs below them, filtered and sorted. */
import type { ExperimentRow, RunRow, RunState } from '../../../shared/ipc/views.ts';

export type SortKey = 'created' | 'name' | 'state' | 'progress' | 'left' | 'answerF1' | 'exactMatch';

export interface Query {
  /** Words that must all occur in the title, name, label, algorithm, tags, note or state. */
  readonly words: string;
  readonly show: 'all' | 'active' | 'finished' | 'attention';
  readonly archived: boolean;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Ids of experiments whose runs are hidden. */
  readonly closed: ReadonlySet<string>;
}

export interface ExperimentLine {
  readonly kind: 'experiment';
  readonly id: string;
  readonly experiment: ExperimentRow;
  readonly open: boolean;
  readonly state: RunState;
  /** Steps done and asked for, all runs together. */
  readonly step: number;
  readonly steps: number;
  readonly runs: readonly RunRow[];
  /** Mean over the runs that have one. */
  readonly answerF1: number | null;
  readonly exactMatch: number | null;
  readonly secondsLeft: number | null;
}

export interface RunLine {
  readonly kind: 'run';
  readonly id: string;
  readonly run: RunRow;
}

export type Line = ExperimentLine | RunLine;

/** The state of an experiment: the first of these that any of its runs is in. */
const precedence: readonly RunState[] = [
  'running',
  'starting',
  'stopping',
  'paused',
  'queued',
  'failed',
  'interrupted',
  'stopped',
  'planned',
  'finished',
];

const groups: Readonly<Record<Query['show'], (state: RunState) => boolean>> = {
  all: () => true,
  active: (state) => ['queued', 'starting', 'running', 'paused', 'stopping'].includes(state),
  finished: (state) => state === 'finished',
  attention: (state) => ['failed', 'interrupted'].includes(state),
};

export function tableLines(
  experiments: Iterable<ExperimentRow>,
  runs: ReadonlyMap<string, RunRow>,
  query: Query,
): Line[] {
  const words = query.words.toLowerCase().split(/\s+/).filter(Boolean);
  const passes = (run: RunRow, experiment: ExperimentRow | null): boolean =>
    groups[query.show](run.state) &&
    (query.archived || !(run.archived || (experiment?.archived ?? false))) &&
    (words.length === 0 || hasWords(searchText(run, experiment), words));

  const blocks: { readonly head: ExperimentLine | null; readonly runs: readonly RunRow[] }[] = [];
  for (const experiment of experiments) {
    const own = experiment.runs.flatMap((id) => runs.get(id) ?? []).filter((run) => passes(run, experiment));
    const isEmptyMatch =
      experiment.runs.length === 0 &&
      query.show === 'all' &&
      (query.archived || !experiment.archived) &&
      hasWords(experimentText(experiment), words);
    if (own.length === 0 && !isEmptyMatch) continue;
    blocks.push({ head: experimentLine(experiment, own, !query.closed.has(experiment.id)), runs: own });
  }
  for (const run of runs.values())
    if (run.experiment === null && passes(run, null)) blocks.push({ head: null, runs: [run] });

  const direction = query.descending ? -1 : 1;
  const compare = (a: Sortable, b: Sortable): number => direction * order(a[query.sort], b[query.sort]);
  return blocks
    .map((block) => ({
      ...block,
      key: block.head === null ? sortableRun(block.runs[0]) : sortableExperiment(block.head),
    }))
    .sort((a, b) => compare(a.key, b.key))
    .flatMap(({ head, runs: own }): Line[] => {
      // Runs keep the experiment's order unless the sort column differs between them.
      const sorted = query.sort === 'created' ? own : own.toSorted((a, b) => compare(sortableRun(a), sortableRun(b)));
      const lines = sorted.map((run): Line => ({ kind: 'run', id: run.id, run }));
      return head === null ? lines : [head, ...(head.open ? lines : [])];
    });
}

type Sortable = Readonly<Record<SortKey, string | number | null>>;

const sortableRun = (run: RunRow): Sortable => ({
  created: run.created ?? '',
  name: run.name,
  state: precedence.indexOf(run.state),
  progress: run.steps > 0 ? run.step / run.steps : 0,
  left: run.secondsLeft,
  answerF1: run.answerF1,
  exactMatch: run.exactMatch,
});

const sortableExperiment = (line: ExperimentLine): Sortable => ({
  created: line.experiment.created,
  name: line.experiment.title,
  state: precedence.indexOf(line.state),
  progress: line.steps > 0 ? line.step / line.steps : 0,
  left: line.secondsLeft,
  answerF1: line.answerF1,
  exactMatch: line.exactMatch,
});

/** Missing values sort lowest, so that they are last in descending order. */
function order(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null) || 0;
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en', { numeric: true });
  return Number(a) - Number(b);
}

function experimentLine(experiment: ExperimentRow, runs: readonly RunRow[], open: boolean): ExperimentLine {
  const states = new Set(runs.map(({ state }) => state));
  return {
    kind: 'experiment',
    id: experiment.id,
    experiment,
    open,
    state: precedence.find((state) => states.has(state)) ?? 'planned',
    step: total(runs.map(({ step }) => step)),
    steps: total(runs.map(({ steps }) => steps)),
    runs,
    answerF1: mean(runs.map((run) => run.answerF1)),
    exactMatch: mean(runs.map((run) => run.exactMatch)),
    secondsLeft: secondsLeft(runs),
  };
}

/** Seconds left for all runs one after another, at the rate of those that have trained; null if none is under way. */
function secondsLeft(runs: readonly RunRow[]): number | null {
  if (!runs.some((run) => run.state === 'running')) return null;
  const done = total(runs.map(({ step }) => step));
  const seconds = total(runs.map((run) => run.seconds));
  const waiting = runs.filter(({ state }) => ['running', 'starting', 'queued', 'paused'].includes(state));
  return done > 0 ? (seconds / done) * total(waiting.map(({ step, steps }) => Math.max(0, steps - step))) : null;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function mean(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : total(there) / there.length;
}

const hasWords = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

const experimentText = ({ id, title, description, tags, note }: ExperimentRow): string =>
  [id, title, description, note, ...tags].join('\n').toLowerCase();

const searchText = (run: RunRow, experiment: ExperimentRow | null): string =>
  [run.id, run.name, run.label, run.algorithm, `seed ${run.seed}`, run.state, run.device, run.note, ...run.tags]
    .join('\n')
    .toLowerCase() + (experiment ? `\n${experimentText(experiment)}` : '');
