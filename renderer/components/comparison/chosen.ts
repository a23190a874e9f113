/** Resolves the ids of an address to the runs of a comparison. */
import type { ExperimentRow, RunRow, RunState } from '../../../shared/ipc/views.ts';
import { distinctLabels } from '../../../shared/report/distinct-labels.ts';

/** A run with the label that it has in this comparison. */
export interface ChosenRun {
  readonly id: string;
  readonly label: string;
  readonly seed: number;
  readonly state: RunState;
  /** Last step with metrics, and the number of steps in its config. */
  readonly step: number;
  readonly steps: number;
  /** Why it failed; null if it did not. */
  readonly failure: string | null;
}

export interface Chosen {
  readonly runs: readonly ChosenRun[];
  /** Labels: the n-th has the n-th colour, as in its experiment where only one is compared. */
  readonly labels: readonly string[];
  readonly title: string;
  /** Ids that no longer exist. */
  readonly gone: readonly string[];
}

interface Rows {
  readonly experiments: ReadonlyMap<string, ExperimentRow>;
  readonly runs: ReadonlyMap<string, RunRow>;
}

/** The runs of these ids. A run that is named twice, alone and by its experiment, counts once. */
export function chosen(ids: readonly string[], { experiments, runs }: Rows): Chosen {
  const found = ids.flatMap((id) => experiments.get(id)?.runs ?? (runs.has(id) ? [id] : []));
  const rows = [...new Set(found)].flatMap((id) => runs.get(id) ?? []);
  const labelled = distinctLabels(rows.map((row) => ({ ...row, folder: row.id })));
  const own = labelled.map(({ id, label, seed, state, step, steps, failure }) => ({
    ...{ id, label, seed, state, step, steps },
    failure: state === 'failed' ? (failure ?? 'it failed') : null,
  }));
  const present = [...new Set(own.map(({ label }) => label))];
  const order = ids.flatMap((id) => experiments.get(id)?.algorithms ?? []);
  return {
    runs: own,
    labels: present.toSorted((a, b) => place(order, a) - place(order, b)),
    title: titleOf(ids, { experiments, runs }),
    gone: ids.filter((id) => !experiments.has(id) && !runs.has(id)),
  };
}

const place = (order: readonly string[], label: string): number => {
  const at = order.indexOf(label);
  return at < 0 ? order.length : at;
};

/** "A", "A and B", "A and 3 others". */
function titleOf(ids: readonly string[], { experiments, runs }: Rows): string {
  const names = ids.flatMap((id) => experiments.get(id)?.title ?? runs.get(id)?.name ?? []);
  if (names.length <= 2) return names.join(' and ');
  return `${names[0]} and ${names.length - 1} others`;
}
