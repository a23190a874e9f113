/** IGPO against GRPO on a graded and on a random world: the learning rate swept for each on seeds of its own, then
 *  paired seeds at the best rate of each. Options: --worlds graded,random --setting standard|hard
 *  --rates 3e-4,1e-3,3e-3 --sweep-seeds 101,102 --seeds 1..5 --steps (the setting's) --runs DIR. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { experimentReport } from '../../main/services/reports/experiment-report.ts';
import { writeReport } from '../../main/services/reports/report-files.ts';
import { loadExperiment } from '../../main/run-folder/experiments.ts';
import { parseSeeds } from '../../shared/config/seeds.ts';
import type { RunSummary } from '../../main/run-folder/run-summary.ts';
import { applyOverrides } from '../../shared/config/overrides.ts';
import type { Experiment, Variant } from '../../shared/config/experiment.ts';
import { headlineMetric } from '../../shared/metrics/evaluation.ts';
import { reportMarkdown } from '../../shared/report/markdown.ts';
import { mean } from '../../shared/util/math.ts';
import { settingNamed } from './settings.ts';
import { trainStudy } from './train.ts';

const methods: readonly Variant[] = [
  { label: 'igpo', overrides: { 'algorithm.name': 'igpo', 'algorithm.preset': 'paper' } },
  { label: 'grpo', overrides: { 'algorithm.name': 'grpo', 'algorithm.preset': 'matched' } },
];

/** A warm start is calibrated for one world only. */
const checkpoints: Readonly<Record<string, string>> = { graded: 'quickstart-graded', random: 'random' };

export async function pairedComparison(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      worlds: { type: 'string', default: 'graded,random' },
      rates: { type: 'string', default: '3e-4,1e-3,3e-3' },
      'sweep-seeds': { type: 'string', default: '101,102' },
      seeds: { type: 'string', default: '1..5' },
      setting: { type: 'string', default: 'standard' },
      steps: { type: 'string' },
      runs: { type: 'string', default: 'runs/evidence' },
    },
  });
  const setting = settingNamed(values.setting);
  const suffix = values.setting === 'standard' ? '' : `-${values.setting}`;
  for (const world of values.worlds.split(',')) {
    const base = applyOverrides(loadExperiment('quickstart').base, {
      'world.name': world,
      ...setting.overrides,
      'model.checkpoint': checkpoints[world],
      'train.steps': Number(values.steps ?? setting.steps),
      threads: 1, // two runs share the machine
    });
    const experiment = (name: string, algorithms: readonly Variant[], seeds: readonly number[]): Experiment => ({
      name,
      title: `IGPO against GRPO, ${world} world, ${setting.title}`,
      description: 'Learning rate swept for each method; same warm start, questions and budget; paired by seed.',
      base,
      algorithms,
      seeds,
    });

    const rates = values.rates.split(',').map(Number);
    const sweep = methods.flatMap((method) => rates.map((rate) => atRate(method, rate)));
    const swept = await train(
      experiment(`sweep-${world}${suffix}`, sweep, parseSeeds(values['sweep-seeds'], '--sweep-seeds')),
      values.runs,
    );
    const best = methods.map((method) => {
      const scored = rates.map((rate) => ({ rate, area: meanArea(swept, atRate(method, rate).label) }));
      for (const { rate, area } of scored)
        process.stdout.write(`${world}: ${method.label} at ${rate}: mean success over training ${area.toFixed(3)}\n`);
      return atRate(method, scored.reduce((a, b) => (b.area > a.area ? b : a)).rate);
    });

    const compared = experiment(`compare-${world}${suffix}`, best, parseSeeds(values.seeds, '--seeds'));
    const report = experimentReport(await train(compared, values.runs), {
      ...compared,
      algorithms: best.map(({ label }) => label),
    });
    const { html } = writeReport(report, join(values.runs, compared.name, 'report'));
    process.stdout.write(`\n${reportMarkdown(report)}\n\nreport: ${html}\n`);
  }
}

const atRate = ({ label, overrides }: Variant, rate: number): Variant => ({
  label: `${label} lr ${rate}`,
  overrides: { ...overrides, 'optimizer.learningRate': rate },
});

/** A run that does not finish ends the study. */
async function train(experiment: Experiment, root: string): Promise<RunSummary[]> {
  const runs = await trainStudy(experiment, root, 2);
  const failures = runs.flatMap(({ failure, label, seed }) =>
    failure === null ? [] : [`${label}, seed ${seed}: ${failure}`],
  );
  if (failures.length > 0)
    throw new Error(`evidence ${experiment.name}: expected every run to finish, got ${failures.join('; ')}`);
  return runs;
}

/** Mean over seeds and evaluations. */
function meanArea(runs: readonly RunSummary[], label: string): number {
  const curves = runs.filter((run) => run.label === label).map(({ series }) => series[headlineMetric].value);
  return mean(curves.map((values) => mean(values.map(Number))));
}
