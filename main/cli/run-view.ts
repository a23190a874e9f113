/** What the command line prints while an experiment trains. */
import type { Experiment } from '../../shared/config/experiment.ts';
import type { Report } from '../../shared/report/report.ts';
import { analyse } from '../../shared/report/analysis.ts';
import { resultsTable, splitTable } from '../../shared/report/tables.ts';
import type { Table } from '../../shared/report/tables.ts';
import type { PlannedRun } from '../run-folder/experiment-folder.ts';
import type { ReportFiles } from '../services/reports/report-files.ts';
import type { Watcher } from '../engines/train-experiment.ts';
import type { AttemptEnd } from '../engines/engine.ts';
import { advance, begun, isTenth, progressLine } from './progress.ts';
import type { Progress } from './progress.ts';
import type { Screen } from '../terminal/screen.ts';
import { clock, columns, shownPath, wrap } from './text.ts';

export interface RunView extends Watcher {
  begin(experiment: Experiment, folder: string, runs: readonly PlannedRun[]): void;
  stopping(): void;
  /** All runs have ended. */
  end(): void;
  /** `command` resumes the experiment. */
  interrupted(command: string): void;
  result(report: Report, files: ReportFiles): void;
}

const runName = ({ label, seed }: PlannedRun): string => `${label} seed ${seed}`;

/** Prints a line for each run that has ended, and below them redraws one for each run that trains. */
export function terminalView(screen: Screen): RunView {
  const active = new Map<PlannedRun, Progress>();
  let [total, done, width] = [0, 0, 0];
  const name = (run: PlannedRun) => runName(run).padEnd(width);
  const draw = () =>
    screen.below([
      ...[...active].map(([run, progress]) => progressLine(name(run), progress, performance.now())),
      `${done} of ${total} runs done`,
    ]);
  return {
    ...quietView(screen),
    begin(experiment, folder, runs) {
      [total, width] = [runs.length, Math.max(...runs.map((run) => runName(run).length))];
      screen.line(`${experiment.title}: ${total} ${total === 1 ? 'run' : 'runs'} into ${shownPath(folder)}`);
      draw();
    },
    report(run, report) {
      if (report.kind === 'started') {
        for (const sentence of report.damaged) screen.line(`${name(run)}  skipped: ${sentence}`);
        if (report.step > 0) screen.line(`${name(run)}  goes on from step ${report.step}`);
        active.set(run, begun(report.step, run.config.train.steps, performance.now()));
      } else if (report.kind === 'step') {
        const progress = advance(active.get(run)!, report);
        active.set(run, progress);
        if (!screen.redraws && isTenth(progress.step, progress.steps))
          screen.line(progressLine(name(run), progress, performance.now()));
      }
      draw();
    },
    ended(run, end) {
      done++;
      const progress = active.get(run);
      active.delete(run);
      screen.line(`${name(run)}  ${endSentence(end, progress)}`);
      draw();
    },
    stopping() {
      screen.line('Stopping after the step in progress; once more to stop at once.');
      draw();
    },
    end: () => screen.below([]),
  };
}

/** Prints failures and the result only. */
export const quietView = (screen: Screen): RunView => ({
  begin: () => undefined,
  report: () => undefined,
  ended(run, end) {
    if ('message' in end) screen.line(`${runName(run)}  ${endSentence(end, undefined)}`);
  },
  stopping: () => undefined,
  end: () => undefined,
  interrupted: (command) => screen.line(`Interrupted; every run is saved. Go on with: ${command}`),
  result(report, files) {
    const analysis = analyse(report);
    for (const { claim, details } of analysis.paragraphs) {
      screen.line();
      for (const text of [claim, ...details]) for (const line of wrap(text, screen.width - 1)) screen.line(line);
    }
    for (const table of [resultsTable(report, analysis), splitTable(report, analysis)])
      if (table !== null) printTable(screen, table);
    screen.line();
    screen.line(`Report: ${shownPath(files.html)} (also .md, .tex, .csv, .svg and .json)`);
  },
});

function printTable(screen: Screen, { title, note, columns: heads, rows }: Table): void {
  screen.line();
  screen.line(title);
  const right = new Set(heads.flatMap(({ numeric }, i) => (numeric ? [i] : [])));
  for (const line of columns([heads.map(({ label }) => label), ...rows], right)) screen.line(line);
  for (const line of wrap(note, screen.width - 1)) screen.line(line);
}

function endSentence(end: AttemptEnd | { readonly end: 'earlier' }, progress: Progress | undefined): string {
  if (end.end === 'earlier') return 'had finished before';
  if ('message' in end) return `${end.end === 'refused' ? 'could not begin' : 'failed'}: ${end.message}`;
  const reason = {
    steps: 'finished',
    patience: 'finished early, no longer improving',
    budget: 'finished, budget spent',
    stopped: 'stopped',
  };
  const time = progress ? ` in ${clock((performance.now() - progress.from.ms) / 1000)}` : '';
  return `${reason[end.end]} at step ${end.step}${time}`;
}
