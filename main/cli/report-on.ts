/** The report at the end of an experiment's training. */
import { join } from 'node:path';
import type { Experiment } from '../../shared/config/experiment.ts';
import type { PlannedRun } from '../run-folder/experiment-folder.ts';
import { experimentReport, writeReport } from '../services/reports/experiment-report.ts';
import { isRun, summarise } from '../run-folder/run-summary.ts';
import type { RunView } from './run-view.ts';

/** Writes the report of the runs that exist into the experiment's folder, and shows its verdict. */
export function reportOn(
  { title, description, algorithms }: Experiment,
  folder: string,
  runs: readonly PlannedRun[],
  view: RunView,
): void {
  const summaries = runs.filter((run) => isRun(run.folder)).map((run) => summarise(run.folder));
  const report = experimentReport(summaries, { title, description, algorithms: algorithms.map(({ label }) => label) });
  view.result(report, writeReport(report, join(folder, 'report')));
}
