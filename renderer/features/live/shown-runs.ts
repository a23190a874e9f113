/** Which runs the Live view shows: all of an experiment, or one of them beside its siblings. */
import type { ExperimentRow, RunRow } from '../../../shared/ipc/views.ts';

export interface ShownRuns {
  /** Of the experiment or run; '' if there is none yet. */
  readonly id: string;
  /** What the runs belong to; undefined for a run without an experiment. */
  readonly experiment: ExperimentRow | undefined;
  /** Id of the run that is shown alone; null if all of an experiment are. */
  readonly alone: string | null;
  /** All runs of the experiment. */
  readonly siblings: readonly RunRow[];
  /** Empty if there is no such run or experiment. */
  readonly runs: readonly RunRow[];
}

type Overview = Readonly<{
  experiments: ReadonlyMap<string, ExperimentRow>;
  runs: ReadonlyMap<string, RunRow>;
}>;

/** What an id of an experiment or run shows; '' shows the newest experiment that trains, or else the newest. */
export function shownRuns(named: string, overview: Overview): ShownRuns {
  const { experiments, runs } = overview;
  const id = named || newest(overview);
  const run = runs.get(id);
  const experiment = experiments.get(id) ?? experiments.get(run?.experiment ?? '');
  const siblings = (experiment?.runs ?? []).flatMap((one) => runs.get(one) ?? []);
  if (experiments.has(id)) return { id, experiment, alone: null, siblings, runs: siblings };
  const own = siblings.length > 0 ? siblings.filter((one) => one.id === id) : run ? [run] : [];
  return { id, experiment, alone: id, siblings, runs: own };
}

function newest({ experiments, runs }: Overview): string {
  const all = [...experiments.values()].toSorted((a, b) => b.created.localeCompare(a.created));
  const running = all.find((one) => one.runs.some((run) => runs.get(run)?.state === 'running'));
  return (running ?? all[0])?.id ?? '';
}
