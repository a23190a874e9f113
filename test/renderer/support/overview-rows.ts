/** Rows of the overview as the services send them: finished, of one experiment, with nothing to say. */
import type { ExperimentRow, RunRow } from '../../../shared/ipc/views.ts';

/** Its experiment is what its id begins with. */
export const runRow = (id: string, change: Partial<RunRow> = {}): RunRow => ({
  ...{ id, experiment: id.split('/')[0], name: id, label: 'igpo', algorithm: 'igpo', seed: 1, device: 'cpu' },
  ...{ state: 'finished', failure: null, created: '2026-01-01T00:00:00Z', step: 40, steps: 40, secondsLeft: null },
  ...{ seconds: 20, answerF1: 0.5, exactMatch: null, sparkline: new Float32Array(0), problems: 0 },
  ...{ note: '', tags: [], archived: false },
  ...change,
});

export const experimentRow = (
  id: string,
  runs: readonly string[],
  change: Partial<ExperimentRow> = {},
): ExperimentRow => ({
  ...{ id, name: id, title: `Title of ${id}`, description: '', created: '2026-01-01T00:00:00Z', runs },
  ...{ verdict: null, lead: null, noVerdict: null, linkedTo: null, problem: null, algorithms: [], seeds: [] },
  ...{ note: '', tags: [], archived: false },
  ...change,
});

/** As the window keeps them. */
export const byId = <T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.id, row]));
