/** An experiment's training for other programs: one JSON object a line, each with an `event`. */
import { analyse } from '../../shared/report/analysis.ts';
import type { PlannedRun } from '../run-folder/experiment-folder.ts';
import type { RunView } from './run-view.ts';
import { printJson } from '../terminal/print.ts';

const identity = ({ label, seed, folder }: PlannedRun) => ({ algorithm: label, seed, folder });

export const jsonView = (): RunView => ({
  begin: (experiment, folder, runs) =>
    printJson({ event: 'experiment', name: experiment.name, folder, runs: runs.map(identity) }),
  report: (run, { kind, ...detail }) => printJson({ event: kind, ...identity(run), ...detail }),
  ended: (run, end) => printJson({ event: 'ended', ...identity(run), ...end }),
  stopping: () => printJson({ event: 'stopping' }),
  end: () => undefined,
  interrupted: (command) => printJson({ event: 'interrupted', resume: command }),
  result: (report, files) => printJson({ event: 'report', verdict: analyse(report).paragraphs, ...files }),
});
