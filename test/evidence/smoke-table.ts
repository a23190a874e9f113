/** The smoke study's table: a row for each method, means over its seeds. */
import type { RunSummary } from '../../main/run-folder/run-summary.ts';
import { headlineMetric } from '../../shared/metrics/evaluation.ts';
import { fixed } from '../../shared/statistics/format.ts';
import { mean } from '../../shared/util/math.ts';
import { divergence, type Success } from './divergence.ts';
import type { Probe } from './probe.ts';

export interface Measured {
  readonly run: RunSummary;
  readonly probe: Probe;
}

/** Markdown. `measured`: every seed of every method, in the order of the rows. */
export function smokeTable(measured: readonly Measured[]): string {
  const rows = [...Map.groupBy(measured, ({ run }) => run.label)].map(([label, runs]) => [
    label,
    ...columns.map(([, cell]) => cell(runs)),
  ]);
  const lines = [['method', ...columns.map(([title]) => title)], ['---', ...columns.map(() => '---')], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const columns: readonly (readonly [title: string, cell: (runs: readonly Measured[]) => string])[] = [
  [
    'greedy, %',
    (runs) => `${fromTo(runs, 'greedy')} (${runs.map((one) => shown(successOf(one).end.greedy)).join(', ')})`,
  ],
  ['sampled, %', (runs) => fromTo(runs, 'sampled')],
  ['chain, %', (runs) => shown(over(runs, ({ run }) => last(run, 'evaluation/test/chain_reached')))],
  ['CPU s/step', (runs) => fixed(over(runs, ({ run }) => median(cpuSeconds(run))))],
  ['s/step', (runs) => fixed(over(runs, ({ run }) => median(values(run, 'time/step_ms')) / 1000))],
  ['sampled tokens, k', (runs) => fixed(over(runs, ({ run }) => last(run, 'total/sampled_tokens')) / 1000, 0)],
  ['search calls, k', (runs) => fixed(over(runs, ({ run }) => last(run, 'total/search_calls')) / 1000, 1)],
  [
    'passes a rollout',
    (runs) =>
      fixed(
        over(runs, ({ probe }) => probe.passes),
        1,
      ),
  ],
  [
    'forked tokens a rollout',
    (runs) =>
      fixed(
        over(runs, ({ probe }) => probe.forked),
        0,
      ),
  ],
  [
    'peak memory, MB',
    (runs) => fixed(Math.max(...runs.map(({ run }) => Math.max(...values(run, 'time/memory_mb')))), 0),
  ],
  ['KL to start, nats', (runs) => fixed(over(runs, ({ probe }) => probe.klStart))],
  ['diverged', (runs) => runs.flatMap(signs).join('; ') || 'no'],
];

function successOf({ run, probe }: Measured): { start: Success; end: Success } {
  const greedy = values(run, headlineMetric);
  return {
    start: { greedy: greedy[0], sampled: probe.sampledStart },
    end: { greedy: greedy.at(-1)!, sampled: probe.sampledEnd },
  };
}

const signs = (measured: Measured): string[] => {
  const { run, probe } = measured;
  return divergence({ run, ...successOf(measured), klStart: probe.klStart }).map((sign) => `seed ${run.seed}: ${sign}`);
};

function fromTo(runs: readonly Measured[], how: keyof Success): string {
  const [start, end] = (['start', 'end'] as const).map((when) => shown(over(runs, (one) => successOf(one)[when][how])));
  return `${start} → ${end}`;
}

/** CPU time of each step without an evaluation, in seconds. Other processes do not count, as they do in wall time. */
function cpuSeconds({ series }: RunSummary): number[] {
  const { step = [], value: written = [] } = series['time/written'] ?? {};
  const evaluated = new Set(series[headlineMetric]?.step);
  const cores = values({ series }, 'time/cpu_cores');
  return cores.flatMap((used, i) =>
    i > 0 && !evaluated.has(step[i]) ? [used * (Number(written[i]) - Number(written[i - 1]))] : [],
  );
}

const values = ({ series }: Pick<RunSummary, 'series'>, metric: string): number[] =>
  (series[metric]?.value ?? []).map(Number);
const last = (run: RunSummary, metric: string): number => values(run, metric).at(-1) ?? NaN;
const over = (runs: readonly Measured[], read: (measured: Measured) => number): number => mean(runs.map(read));
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] ?? NaN;
const shown = (share: number): string => fixed(100 * share, 1);
