/** Trains the runs of a study: keeps finished runs, resumes or starts the others, and estimates the remaining time
 *  after each. */
import { join } from 'node:path';
import { begun, advance, progressLine, type Progress } from '../../main/cli/progress.ts';
import { createScreen } from '../../main/terminal/screen.ts';
import { clock } from '../../main/cli/text.ts';
import { codeVersion } from '../../main/services/runs/code-version.ts';
import { plannedRuns, saveExperiment, type PlannedRun } from '../../main/run-folder/experiment-folder.ts';
import { isRun, summarise, type RunSummary } from '../../main/run-folder/run-summary.ts';
import { trainExperiment } from '../../main/engines/train-experiment.ts';
import { configHash, readManifest } from '../../main/run-folder/run-folder.ts';
import type { Experiment } from '../../shared/config/experiment.ts';
import { sum } from '../../shared/util/math.ts';

/** Summaries of the runs, in the order of the experiment, also of a run that failed because its numbers were not
 *  finite. Throws if a run was refused, crashed or stopped, or if a folder holds a run of another config. */
export async function trainStudy(experiment: Experiment, root: string, parallel: number): Promise<RunSummary[]> {
  const folder = join(root, experiment.name);
  const planned = plannedRuns(folder, experiment);
  planned.forEach(requireSameConfig);
  saveExperiment(folder, experiment);
  const screen = createScreen(process.stdout);
  const progress = new Map<PlannedRun, Progress>();
  const running = new Set<PlannedRun>();
  const broken: string[] = [];
  const started = performance.now();
  const finished = new Set<PlannedRun>();
  const nameOf = ({ label, seed }: PlannedRun) => `${label}, seed ${seed}`;
  /** At the pace of this call; NaN before its first step. */
  const secondsLeft = () => {
    const done = sum([...progress.values()].map(({ step, from }) => step - from.step));
    const left = sum(
      planned.filter((run) => !finished.has(run)).map((run) => run.config.train.steps - (progress.get(run)?.step ?? 0)),
    );
    return ((performance.now() - started) * left) / done / 1000;
  };

  const training = trainExperiment(
    planned,
    { parallel, codeVersion: codeVersion() },
    {
      report(run, report) {
        const now = performance.now();
        if (report.kind === 'started') progress.set(run, begun(report.step, run.config.train.steps, now));
        if (report.kind !== 'step') return;
        running.add(run);
        progress.set(run, advance(progress.get(run)!, report));
        screen.below([...running].map((one) => progressLine(nameOf(one), progress.get(one)!, now)));
      },
      ended(run, { end, ...rest }) {
        running.delete(run);
        finished.add(run);
        const says = 'message' in rest ? `${end}: ${rest.message}` : end;
        if (end === 'refused' || end === 'crashed' || end === 'stopped') broken.push(`${nameOf(run)}: ${says}`);
        screen.below([]);
        screen.line(
          `${experiment.name}: ${nameOf(run)}: ${says}; ${finished.size} of ${planned.length} runs, ${clock((performance.now() - started) / 1000)} gone, ${clock(secondsLeft())} left`,
        );
      },
    },
  );
  await training.ended;
  if (broken.length > 0)
    throw new Error(`evidence ${experiment.name}: expected every run to come to its end, got ${broken.join('; ')}`);
  return planned.map((run) => summarise(run.folder));
}

/** An existing folder is kept, so it must hold the run that would be trained. */
function requireSameConfig({ folder, config }: PlannedRun): void {
  if (isRun(folder) && readManifest(folder).configHash !== configHash(config))
    throw new RangeError(
      `run folder ${folder}: expected a run of this study, got one of another config — remove it or give another --runs folder`,
    );
}
