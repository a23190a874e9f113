/** `igpo-lab list`: all runs in one table. */
import { relative } from 'node:path';
import { headlineMetric } from '../../../shared/metrics/evaluation.ts';
import { percent } from '../../../shared/statistics/format.ts';
import { lastValue, runFolders, summarise } from '../../run-folder/run-summary.ts';
import type { RunSummary } from '../../run-folder/run-summary.ts';
import { expectWords, jsonOption, runsOption } from '../command.ts';
import type { Command } from '../command.ts';
import { print, printError, printJson } from '../../terminal/print.ts';
import { clock, columns, localTime } from '../text.ts';

export const list: Command = {
  name: 'list',
  arguments: '',
  summary: 'List all runs: state, step, success.',
  options: { runs: runsOption, json: jsonOption },
  async run(args) {
    expectWords(list, args, 0);
    const root = args.text('runs') ?? 'runs';
    const runs: RunSummary[] = [];
    for (const folder of runFolders(root)) {
      try {
        runs.push(summarise(folder));
      } catch (error) {
        printError((error as Error).message); // a damaged run does not hide the others
      }
    }
    if (args.flag('json')) for (const one of runs) printJson(row(one, root));
    else if (runs.length === 0) print(`${root} has no runs yet. Begin with: igpo-lab run quickstart`);
    else print(...table(runs, root));
    return 0;
  },
};

const row = (run: RunSummary, root: string) => ({
  run: relative(root, run.folder),
  algorithm: run.label,
  seed: run.seed,
  state: run.state,
  step: run.series['time/written']?.step.at(-1) ?? 0,
  steps: run.steps,
  exactMatch: lastValue(run, headlineMetric),
  seconds: lastValue(run, 'total/seconds'),
  created: run.manifest.created,
});

const table = (runs: readonly RunSummary[], root: string): string[] =>
  columns(
    [
      ['Run', 'Algorithm', 'Seed', 'State', 'Step', 'Exact match', 'Training', 'Begun'],
      ...runs
        .map((one) => row(one, root))
        .map(({ run, algorithm, seed, state, step, steps, exactMatch, seconds, created }) => [
          ...[run, algorithm, String(seed), state, `${step}/${steps}`],
          exactMatch === null ? '–' : percent(exactMatch, 1),
          seconds === null ? '–' : clock(seconds),
          localTime(created),
        ]),
    ],
    new Set([2, 4, 5, 6]),
  );
