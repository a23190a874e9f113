/** The experiments table as CSV: one row per run, numbers in full precision. */
import { csvRow } from '../../../shared/util/csv.ts';
import type { ExperimentRow, RunRow } from '../../../shared/ipc/views.ts';

const columns: readonly (readonly [string, (run: RunRow) => string | number | null])[] = [
  ['run', ({ id }) => id],
  ['algorithm', ({ label }) => label],
  ['seed', ({ seed }) => seed],
  ['state', ({ state }) => state],
  ['step', ({ step }) => step],
  ['steps', ({ steps }) => steps],
  ['answer F1', ({ answerF1 }) => answerF1],
  ['exact match', ({ exactMatch }) => exactMatch],
  ['trained, s', ({ seconds }) => seconds],
  ['begun', ({ created }) => created],
  ['device', ({ device }) => device],
  ['tags', ({ tags }) => tags.join(' ')],
  ['note', ({ note }) => note],
];

/** RFC 4180. A cell without a value is empty. */
export function tableCsv(runs: readonly RunRow[], experiments: ReadonlyMap<string, ExperimentRow>): string {
  const rows = [
    ['experiment', ...columns.map(([title]) => title)],
    ...runs.map((run) => [
      run.experiment === null ? '' : (experiments.get(run.experiment)?.title ?? run.experiment),
      ...columns.map(([, of]) => of(run)),
    ]),
  ];
  return rows.map(csvRow).join('');
}
