/** `igpo-lab run`: from an experiment to its report. */
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { checkNew } from '../../../shared/config/experiment.ts';
import { catalogues } from '../../../shared/train/catalogues.ts';
import type { Experiment } from '../../../shared/config/experiment.ts';
import { codeVersion } from '../../services/runs/code-version.ts';
import {
  freeExperimentFolder,
  latestExperimentFolder,
  plannedRuns,
  saveExperiment,
} from '../../run-folder/experiment-folder.ts';
import type { PlannedRun } from '../../run-folder/experiment-folder.ts';
import { parseSeeds } from '../../../shared/config/seeds.ts';
import { changeExperiment, loadExperiment } from '../../run-folder/experiments.ts';
import { isRun, summarise } from '../../run-folder/run-summary.ts';
import { experimentReport } from '../../services/reports/experiment-report.ts';
import { writeReport } from '../../services/reports/report-files.ts';
import { threadsEach } from '../../engines/slots.ts';
import { trainExperiment } from '../../engines/train-experiment.ts';
import { removeTree } from '../../files/write.ts';
import { expectWords, jsonOption, runsOption } from '../command.ts';
import type { Args, Command } from '../command.ts';
import { jsonView } from '../json-view.ts';
import { quietView, terminalView } from '../run-view.ts';
import type { RunView } from '../run-view.ts';
import { createScreen } from '../../terminal/screen.ts';
import { onInterrupt } from '../interrupt.ts';
import { shownPath } from '../text.ts';

export const run: Command = {
  name: 'run',
  arguments: '<preset, file or folder>',
  summary: 'Train every algorithm of an experiment with every seed, and report which algorithm is ahead.',
  options: {
    set: { type: 'string', multiple: true, value: 'KEY=VALUE', help: 'Change the config, e.g. train.steps=30.' },
    seeds: { type: 'string', value: 'SEEDS', help: 'Such as 1..5 or 1,2,3.' },
    device: { type: 'string', value: 'DEVICE', help: 'cpu, webgpu, …: short for --set device=DEVICE.' },
    resume: { type: 'boolean', help: 'Resume the last experiment of that name, or the one in that folder.' },
    parallel: { type: 'string', value: 'N', help: 'Runs at the same time, sharing the cores; 1 if not given.' },
    runs: runsOption,
    quiet: { type: 'boolean', help: 'Print the result only.' },
    json: jsonOption,
  },
  async run(args) {
    const { experiment, folder } = args.flag('resume') ? resumed(args) : fresh(args);
    const runs = plannedRuns(folder, experiment);
    saveExperiment(folder, experiment);
    const view = viewFor(args);
    view.begin(experiment, folder, runs);
    const { ended, failed, refused, stopped } = await train(runs, args.count('parallel', 1, 1), view);
    view.end();
    if (refused) {
      const holdsNoRun = !runs.some(({ folder: begun }) => isRun(begun));
      if (holdsNoRun && !args.flag('resume')) removeTree(dirname(folder), folder);
      return 2;
    }
    if (stopped) {
      view.interrupted(`igpo-lab run ${shownPath(folder)} --resume`);
      return 130;
    }
    if (ended > failed) reportOn(experiment, folder, runs, view);
    return failed > 0 ? 1 : 0;
  },
};

interface Chosen {
  readonly experiment: Experiment;
  readonly folder: string;
}

/** The experiment with the changes of the options, in a new folder. */
function fresh(args: Args): Chosen {
  const [source] = expectWords(run, args, 1);
  const device = args.text('device');
  const parallel = args.count('parallel', 1, 1);
  // Runs that share the cores name their threads in the config, since the number can change the last bits.
  const threads = threadsEach(availableParallelism(), parallel);
  const set = [
    ...(threads > 0 ? [`threads=${threads}`] : []),
    ...(device === null ? [] : [`device=${device}`]),
    ...args.texts('set'),
  ];
  const experiment = changeExperiment(loadExperiment(source), { set, seeds: seedsOf(args) });
  checkNew(experiment, catalogues);
  return { experiment, folder: freeExperimentFolder(args.text('runs') ?? 'runs', experiment.name) };
}

/** An experiment as it was begun; only its list of seeds can grow. */
function resumed(args: Args): Chosen {
  const [source] = expectWords(run, args, 1);
  if (args.texts('set').length > 0 || args.text('device') !== null)
    throw new RangeError(
      '--resume: expected no --set or --device, since the config of a run never changes — begin a new experiment',
    );
  const isFolder = /[\\/]/.test(source) && !source.endsWith('.json');
  const asked = isFolder ? null : loadExperiment(source);
  const folder = asked === null ? source : latestExperimentFolder(args.text('runs') ?? 'runs', asked.name);
  const experiment = loadExperiment(`${folder}/`);
  if (asked) refuseOtherLabels(asked, experiment, folder);
  const seeds = [...new Set([...experiment.seeds, ...(seedsOf(args) ?? [])])];
  return { experiment: changeExperiment(experiment, { set: [], seeds }), folder };
}

/** A file whose labels were changed since would go on under the old ones. */
function refuseOtherLabels(asked: Experiment, begun: Experiment, folder: string): void {
  const [now, then] = [asked, begun].map(({ algorithms }) => algorithms.map(({ label }) => label).join(', '));
  if (now !== then)
    throw new RangeError(
      `--resume: expected the algorithms ${now}, got ${folder}, which was begun with ${then} — name that folder to go on with it, or leave --resume out to begin anew`,
    );
}

const seedsOf = (args: Args): number[] | null => {
  const text = args.text('seeds');
  return text === null ? null : parseSeeds(text, '--seeds');
};

function viewFor(args: Args): RunView {
  if (args.flag('json')) return jsonView();
  const screen = createScreen(process.stdout);
  return args.flag('quiet') ? quietView(screen) : terminalView(screen);
}

async function train(runs: readonly PlannedRun[], parallel: number, view: RunView) {
  const result = { ended: 0, failed: 0, refused: false, stopped: false };
  const training = trainExperiment(
    runs,
    { parallel, codeVersion: codeVersion() },
    {
      report: (planned, report) => view.report(planned, report),
      ended(planned, end) {
        view.ended(planned, end);
        if (end.end === 'refused') result.refused = true;
        else if (end.end === 'stopped') result.stopped = true;
        else result.ended++;
        if (end.end === 'failed' || end.end === 'crashed') result.failed++;
      },
    },
  );
  const release = onInterrupt(() => {
    result.stopped = true;
    view.stopping();
    training.stop();
  });
  await training.ended;
  release();
  return result;
}

/** Writes the report of the runs that exist into the experiment's folder, and shows its verdict. */
function reportOn(
  { title, description, algorithms }: Experiment,
  folder: string,
  runs: readonly PlannedRun[],
  view: RunView,
): void {
  const summaries = runs.filter((run) => isRun(run.folder)).map((run) => summarise(run.folder));
  const report = experimentReport(summaries, { title, description, algorithms: algorithms.map(({ label }) => label) });
  view.result(report, writeReport(report, join(folder, 'report')));
}
