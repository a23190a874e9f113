/** All experiments and runs, followed once for the whole window. */
import type { ExperimentRow, OverviewChange, RunRow } from '../../shared/ipc/views.ts';
import { client } from './connection.svelte.ts';

let experiments = $state.raw<ReadonlyMap<string, ExperimentRow>>(new Map());
let runs = $state.raw<ReadonlyMap<string, RunRow>>(new Map());
let loaded = $state(false);

export const overview = {
  get experiments() {
    return experiments;
  },
  get runs() {
    return runs;
  },
  /** False until the first list has come. */
  get loaded() {
    return loaded;
  },
};

client.subscribe('overview', {}, (change) => {
  experiments = merged(experiments, change.experiments, change);
  runs = merged(runs, change.runs, change);
  loaded = true;
});

function merged<T extends { readonly id: string }>(
  before: ReadonlyMap<string, T>,
  rows: readonly T[],
  { whole, removed }: OverviewChange,
): ReadonlyMap<string, T> {
  if (!whole && rows.length === 0 && removed.length === 0) return before;
  const next = new Map(whole ? [] : before);
  for (const row of rows) next.set(row.id, row);
  for (const id of removed) next.delete(id);
  return next;
}
