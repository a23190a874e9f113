/** `igpo-lab show`: one run. */
import { metricTitle, findMetric } from '../../../shared/metrics/names.ts';
import type { Series } from '../../../shared/report/report.ts';
import { compact, percent } from '../../../shared/statistics/format.ts';
import { checkpointSteps } from '../../run-folder/checkpoint-folder.ts';
import { chunkFiles } from '../../run-folder/run-folder.ts';
import { findRun } from '../find-run.ts';
import { summarise } from '../../run-folder/run-summary.ts';
import type { RunSummary } from '../../run-folder/run-summary.ts';
import { expectWords, jsonOption, runsOption } from '../command.ts';
import type { Command } from '../command.ts';
import { print, printJson } from '../../terminal/print.ts';
import { columns } from '../text.ts';

export const show: Command = {
  name: 'show',
  arguments: '<run>',
  summary: 'Show one run: config, events, first and last value of every metric.',
  options: { runs: runsOption, json: jsonOption },
  async run(args) {
    const [word] = expectWords(show, args, 1);
    const run = summarise(findRun(word, args.text('runs') ?? 'runs'));
    if (args.flag('json')) printJson({ ...run, checkpoints: checkpointSteps(run.folder) });
    else print(...describe(run));
    return 0;
  },
};

function describe(run: RunSummary): string[] {
  const { manifest, events, failure } = run;
  const chunks = chunkFiles(run.folder).filter(({ set }) => set === 'training');
  const indented = (rows: readonly string[]) => rows.map((line) => `  ${line}`);
  return [
    `${run.name}: ${run.state}${failure === null ? '' : ` (${failure})`}`,
    ...indented(
      columns([
        ['config', manifest.configHash.slice(0, 12)],
        ['code', manifest.codeVersion],
        ['device', manifest.device],
        ['warm start', manifest.warmStart?.slice(0, 12) ?? 'not recorded'],
        [
          'checkpoints',
          checkpointSteps(run.folder)
            .map((step) => `step ${step}`)
            .join(', ') || 'none',
        ],
        ['rollouts', chunks.length === 0 ? 'none' : `steps ${chunks[0].step} to ${chunks.at(-1)!.step}`],
      ]),
    ),
    '',
    'Events',
    ...indented(
      columns(
        events.map(({ time, kind, step }) => [
          String(time),
          String(kind),
          step === undefined || step === null ? '' : `step ${String(step)}`,
        ]),
      ),
    ),
    '',
    'Metrics',
    ...indented(
      columns(
        [
          ['', 'first', 'last'],
          ...Object.entries(run.series)
            .filter(([name]) => name !== 'time/written')
            .map(metricRow),
        ],
        new Set([1, 2]),
      ),
    ),
    '',
    'Config',
    ...indented(columns(flat(manifest.config))),
  ];
}

function metricRow([name, { value }]: [string, Series]): string[] {
  const metric = findMetric(name);
  const text = (x: number | null) =>
    x === null
      ? '–'
      : metric?.unit === 'share'
        ? percent(x, 1)
        : `${compact(x)}${metric?.unit ? ` ${metric.unit}` : ''}`;
  return [metric ? `${metricTitle(name)} (${name})` : name, text(value[0]), text(value.at(-1)!)];
}

const flat = (value: Readonly<Record<string, unknown>>, path = ''): string[][] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null
      ? flat(inner as Readonly<Record<string, unknown>>, `${path}${key}.`)
      : [[`${path}${key}`, String(inner)]],
  );
