/** Runs → the report's plain data. */
import { headlineMetric } from '../../../shared/metrics/evaluation.ts';
import { describeMetric } from '../../../shared/metrics/names.ts';
import { aggregateNames } from '../../../shared/statistics/aggregate.ts';
import type { Aggregate } from '../../../shared/statistics/aggregate.ts';
import { counted, standingOf } from '../../../shared/report/counted.ts';
import type { HopGain, Report } from '../../../shared/report/report.ts';
import { gainByHop } from '../../../shared/warm-start/calibration.ts';
import { groupsOf } from '../../../shared/record/groups.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { readChunk } from '../../run-folder/rollout-reader.ts';
import { chunkFiles } from '../../run-folder/run-folder.ts';
import { exampleRollouts } from '../rollouts/example-rollouts.ts';
import type { ExampleGroup } from '../rollouts/example-rollouts.ts';
import { lastValue } from '../../run-folder/run-summary.ts';
import type { RunSummary } from '../../run-folder/run-summary.ts';

export interface ReportOptions {
  readonly title: string;
  readonly description: string;
  /** Labels in the order of the experiment; empty for the order of the runs. */
  readonly algorithms: readonly string[];
  readonly compared?: ComparedOn;
}

/** An absent choice has its default. */
export interface ComparedOn {
  readonly metric?: string | undefined;
  /** `step`, or a running total. */
  readonly x?: string | undefined;
  /** In the unit of the metric. */
  readonly threshold?: number | undefined;
  /** Level of all intervals, in (0, 1). */
  readonly level?: number | undefined;
  /** How the seeds are aggregated, by its name in statistics/aggregate.ts. */
  readonly aggregate?: string | undefined;
}

/** The metric that is compared and its axis, if not chosen otherwise. */
export const compared = { metric: headlineMetric, x: 'total/rollouts' } as const;

/** The gain per hop is measured on this many last steps; one step has too few rollouts for each hop. */
const stepsForGains = 5;

export function experimentReport(runs: readonly RunSummary[], options: ReportOptions): Report {
  const lastSteps = runs.map((run) => ({ run, steps: lastTrainingSteps(run, stepsForGains) }));
  return {
    title: options.title,
    description: options.description,
    algorithms: options.algorithms.length > 0 ? options.algorithms : [...new Set(runs.map(({ label }) => label))],
    runs: counted(
      runs.map((run) => ({
        name: run.name,
        algorithm: run.label,
        seed: run.seed,
        config: run.manifest.config,
        configHash: run.manifest.configHash,
        codeVersion: run.manifest.codeVersion,
        device: run.manifest.device,
        warmStart: run.manifest.warmStart,
        seconds: lastValue(run, 'total/seconds'),
        series: run.series,
        failure: run.failure,
        ended: run.state === 'finished',
        standing: standingOf(run.state, lastStep(run), run.steps),
      })),
    ).map(({ ended: _ended, ...run }) => run),
    ...comparedOn(options.compared ?? {}),
    rollouts: exampleRollouts(
      lastSteps.flatMap(({ run, steps }) => steps.slice(0, 1).flatMap((s) => exampleGroups(run, s))),
    ),
    gainPerHop: gainPerHop(lastSteps),
  };
}

function comparedOn({ metric = compared.metric, x = compared.x, threshold, level, aggregate }: ComparedOn) {
  if (x !== 'step' && describeMetric(x).name.split('/')[0] !== 'total')
    throw new RangeError(`report.x: expected step or a running total, got ${x} — e.g. ${compared.x}`);
  return {
    metric,
    x,
    ...(threshold === undefined ? {} : { threshold }),
    ...(level === undefined ? {} : { level }),
    ...(aggregate === undefined ? {} : { aggregate: aggregateNamed(aggregate) }),
  };
}

function aggregateNamed(name: string): Aggregate {
  const found = aggregateNames.find((one) => one === name);
  if (found === undefined)
    throw new RangeError(`report.aggregate: expected one of ${aggregateNames.join(', ')}, got ${name}`);
  return found;
}

const lastStep = ({ series }: RunSummary): number =>
  Math.max(0, ...Object.values(series).map(({ step }) => step.at(-1) ?? 0));

interface StoredStep {
  readonly step: number;
  readonly rollouts: readonly SavedRollout[];
}

/** The last steps of a run that have rollouts, latest first; damaged rollouts are skipped. */
function lastTrainingSteps(run: RunSummary, count: number): StoredStep[] {
  return chunkFiles(run.folder)
    .filter(({ set }) => set === 'training')
    .slice(-count)
    .reverse()
    .map(({ step, path }) => ({ step, rollouts: readChunk(path).rollouts.filter((one) => one !== null) }));
}

const exampleGroups = (run: RunSummary, { step, rollouts }: StoredStep): ExampleGroup[] =>
  groupsOf(rollouts).map((group) => ({
    algorithm: run.label,
    seed: run.seed,
    step,
    rollouts: group,
  }));

/** One mean per seed for each algorithm and hop; none for runs without beliefs. */
function gainPerHop(
  lastSteps: readonly { readonly run: RunSummary; readonly steps: readonly StoredStep[] }[],
): HopGain[] {
  const gains = new Map<string, { algorithm: string; hop: number | null; gains: number[] }>();
  for (const { run, steps } of lastSteps) {
    const { hops, useless } = gainByHop(steps.flatMap(({ rollouts }) => rollouts));
    const sorts = [...hops.map((sample, i) => ({ hop: i + 1, sample })), { hop: null, sample: useless }];
    for (const { hop, sample } of sorts) {
      if (sample.n === 0) continue;
      const key = `${run.label}/${hop}`;
      if (!gains.has(key)) gains.set(key, { algorithm: run.label, hop, gains: [] });
      gains.get(key)!.gains.push(sample.mean);
    }
  }
  return [...gains.values()];
}
