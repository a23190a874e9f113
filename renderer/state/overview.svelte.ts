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

/** The parts received so far of an unfinished list. */
let parts: OverviewChange[] = [];

/** Starts following; call it once, when the window starts. */
export function followOverview(): void {
  client.subscribe('overview', {}, (change) => {
    parts = change.whole ? [change] : [...parts, change]; // a new list: the previous one was interrupted
    if (change.more) return;
    experiments = merged(experiments, parts, (part) => part.experiments);
    runs = merged(runs, parts, (part) => part.runs);
    parts = [];
    loaded = true;
  });
}

function merged<T extends { readonly id: string }>(
  before: ReadonlyMap<string, T>,
  changes: readonly OverviewChange[],
  rowsOf: (change: OverviewChange) => readonly T[],
): ReadonlyMap<string, T> {
  const whole = changes[0].whole;
  if (!whole && changes.every((change) => rowsOf(change).length === 0 && change.removed.length === 0)) return before;
  const next = new Map(whole ? [] : before);
  for (const change of changes) {
    for (const row of rowsOf(change)) next.set(row.id, row);
    for (const id of change.removed) next.delete(id);
  }
  return next;
}
