/** The Methods paragraph, drafted from the configs: every number in it is read from a run. */
import { aggregates } from '../statistics/aggregate.ts';
import { bootstrapMethod } from '../statistics/bootstrap.ts';
import { compact, percent } from '../statistics/format.ts';
import type { Verdict } from '../statistics/verdict.ts';
import { grouped } from '../util/text.ts';
import { flatConfig } from './config-difference.ts';
import { xUnit } from './curves.ts';
import type { Report } from './report.ts';

export function methods(report: Report, verdict: Verdict, metricName: string): string {
  return [runs(report), training(report), evaluation(report, verdict, metricName), statistics(verdict)]
    .filter((text) => text !== '')
    .join(' ');
}

function runs(report: Report): string {
  const perAlgorithm = report.algorithms.map((algorithm) => {
    const seeds = report.runs.filter((run) => run.algorithm === algorithm).map((run) => run.seed);
    return `${algorithm} (seeds ${seeds.sort((a, b) => a - b).join(', ') || 'none'})`;
  });
  return `We compare ${perAlgorithm.join(', ')}: ${grouped(report.runs.length)} runs in all.`;
}

function training(report: Report): string {
  const value = reader(report);
  const clauses = [
    value('train.steps', (v) => `${v} optimizer steps`),
    value('rollout.questionsPerStep', (v) => `${v} questions per step`),
    value('rollout.groupSize', (v) => `groups of ${v} rollouts`),
    value('rollout.maxTurns', (v) => `at most ${v} turns`),
    value('rollout.temperature', (v) => `sampling temperature ${v}`),
    value('world.name', (v) => `questions from the world ${v}`),
    value('retriever.name', (v) => `retriever ${v}`),
    value('retriever.passages', (v) => `${v} passages per retrieval`),
    value('model.checkpoint', (v) => `initial policy ${v}`),
    value('optimizer.name', (v) => `optimizer ${v}`),
    value('optimizer.learningRate', (v) => `learning rate ${v}`),
    value('schedule.name', (v) => `${v} schedule`),
    value('device', (v) => `device ${v}`),
  ].filter((clause) => clause !== null);
  return clauses.length === 0 ? '' : `Every run used: ${clauses.join(', ')}.`;
}

/** Says a config value, or each algorithm's own where they differ; null where no run has the key. */
function reader(report: Report) {
  const flat = report.runs.map((run) => ({
    algorithm: run.algorithm,
    values: flatConfig({ device: run.device, ...run.config }),
  }));
  return (key: string, say: (value: string) => string): string | null => {
    const given = flat.flatMap(({ algorithm, values }) =>
      values.get(key) ? [{ algorithm, value: values.get(key)! }] : [],
    );
    const distinct = [...new Set(given.map(({ value }) => value))];
    if (distinct.length === 0) return null;
    if (distinct.length === 1) return say(distinct[0]);
    const own = distinct.map(
      (v) => `${v} for ${[...new Set(given.filter((g) => g.value === v).map((g) => g.algorithm))].join(' and ')}`,
    );
    return say(own.join(', '));
  };
}

function evaluation(report: Report, { range }: Verdict, metricName: string): string {
  if (range === null) return '';
  const [from, to] = range;
  const value = reader(report);
  const asked = [
    value('train.evaluationQuestions', (v) => `${v} questions of each split`),
    value('train.evaluationTemperature', (v) => (v === '0' ? 'decoded greedily' : `sampled at temperature ${v}`)),
  ].filter((clause) => clause !== null);
  return (
    `${asked.length === 0 ? '' : `Each evaluation asks ${asked.join(', ')}. `}The compared metric is ${metricName}, over ${xUnit(report.x)} from ${compact(from)} to ${compact(to)}, ` +
    `the range that all counted runs share. Final values are read at its end, by linear interpolation for a run without a point there.`
  );
}

function statistics(verdict: Verdict): string {
  const several =
    verdict.comparisons.length > 1 ? `, with Holm's correction over ${verdict.comparisons.length} pairs` : '';
  const cut =
    verdict.question.unit === 'share'
      ? ' The t-intervals are cut to [0, 100 %], those of differences to ±100 percentage points. Values outside are impossible, so the coverage stays the same.'
      : '';
  const { title, interval, caution } = aggregates[verdict.aggregate];
  const where = verdict.aggregate === 'mean' ? 'Curves and results show' : 'Large curves and results show';
  return (
    `${where} the ${title} over seeds with its ${percent(verdict.level)} ${interval}. Equal values have no interval, since they show no spread.` +
    `${caution === '' ? '' : ` ${caution}`}${cut} Differences are paired by seed, with a paired t-interval and an exact ` +
    `sign-flip test${several}. Algorithms that share no seeds are compared by Welch's t-interval. The area under the curve is the mean ` +
    `height over the common range. A speed-up is the ratio of the mean budgets that reach the threshold. A run that never reaches ` +
    `it counts with its whole budget. The interval of a speed-up is a bootstrap over pairs. The probability of improvement is how ` +
    `often a random run of one algorithm ends better than a random run of another, ties counted half. Its interval is a bootstrap ` +
    `over the runs of both. Each bootstrap is a ${bootstrapMethod()}, and is too narrow below ten seeds. Every number is computed ` +
    `from the raw points. A curve of very many points is drawn, with its band, as means of consecutive points; its chart says so.`
  );
}
