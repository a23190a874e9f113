/** Sources of rollouts: an experiment with all its runs, one of its runs, or a run without an experiment. */
import type { ExperimentRow, RunRow } from '../../shared/ipc/views.ts';

export interface Source {
  /** Of the experiment or run. */
  readonly id: string;
  readonly text: string;
  readonly runs: readonly { readonly id: string; readonly text: string }[];
}

const begun = (run: RunRow | undefined): run is RunRow => run !== undefined && run.created !== null;

/** Runs as people name them: algorithm and seed. */
export const runText = ({ label, seed }: RunRow): string => `${label} · seed ${seed}`;

/** Experiments, the newest first, then runs without one; only runs that have begun. */
export function sourcesOf(
  experiments: ReadonlyMap<string, ExperimentRow>,
  runs: ReadonlyMap<string, RunRow>,
): readonly Source[] {
  const newest = [...experiments.values()].sort((a, b) => b.created.localeCompare(a.created));
  const ofExperiments = newest.map(({ id, title, runs: ids }) => ({
    id,
    text: title,
    runs: ids
      .map((run) => runs.get(run))
      .filter(begun)
      .map((run) => ({ id: run.id, text: runText(run) })),
  }));
  const alone = [...runs.values()].filter((run) => run.experiment === null && begun(run));
  return [...ofExperiments, ...alone.map(({ id, name }) => ({ id, text: name, runs: [] }))];
}

/** The runs of a source that have begun, in its own order. */
export const runsOf = (
  source: string,
  experiments: ReadonlyMap<string, ExperimentRow>,
  runs: ReadonlyMap<string, RunRow>,
): readonly string[] => (experiments.get(source)?.runs ?? [source]).filter((id) => begun(runs.get(id)));
