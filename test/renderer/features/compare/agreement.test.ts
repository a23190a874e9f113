/** The window computes a comparison from the points it receives, a report from the files. They must agree to the last
 *  digit. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { experimentReport } from '../../../../main/services/reports/experiment-report.ts';
import { summarise } from '../../../../main/run-folder/run-summary.ts';
import { Journal } from '../../../../main/run-folder/journal.ts';
import { comparisonSettings } from '../../../../renderer/components/comparison/settings.ts';
import { chosen } from '../../../../renderer/components/comparison/chosen.ts';
import { chartedRuns, compared, drawn } from '../../../../renderer/features/compare/comparison.ts';
import { resultRows } from '../../../../renderer/features/compare/table-rows.ts';
import { xUnits } from '../../../../renderer/metrics/x-units.ts';
import type { Points } from '../../../../renderer/state/follow-series.svelte.ts';
import type { RunDetail, RunRow } from '../../../../shared/ipc/views.ts';
import { analyse, verdictOn } from '../../../../shared/report/analysis.ts';
import { configDifferences } from '../../../../shared/report/config-difference.ts';
import { distinctLabels } from '../../../../shared/report/distinct-labels.ts';
import { chartOf, mainChart } from '../../../../shared/report/figures.ts';
import { chartBands } from '../../../../shared/report/line-chart.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { resultsTable } from '../../../../shared/report/tables.ts';
import { stream } from '../../../../shared/util/rng.ts';
import { connectedApp, follow } from '../../../support/connected-app.ts';

const metrics = ['evaluation/test/exact_match', 'gain/mean', ...xUnits.flatMap(({ metric }) => metric ?? [])];

/** A run of `steps` steps with noise of its own; every other step is evaluated. */
function train(folder: string, label: string, seed: number, { steps = 30, failed = false, gaps = false } = {}): void {
  const random = stream(seed, label);
  const config = {
    ...{ name: `world/${label}/${seed}`, seed, algorithm: { name: label }, train: { steps: 30 } },
    optimizer: { learningRate: label === 'igpo' ? 0.001 : 0.0003 },
  };
  const begun = { config, codeVersion: '0.1.0', device: 'cpu', warmStart: seed === 2 ? 'aaaa' : 'bbbb' };
  const journal = Journal.create(folder, begun, { tokenizer: 'worlds' });
  const totals = { tokens: 0, searches: 0, seconds: 0 };
  for (let step = 0; step <= steps; step++) {
    totals.tokens += step === 0 ? 0 : 4000 + Math.floor(random.next() * 900);
    totals.searches += step === 0 ? 0 : 150 + Math.floor(random.next() * 90);
    totals.seconds += step === 0 ? 0 : 2 + random.next();
    const level = (label === 'igpo' ? 0.8 : 0.7) * (1 - Math.exp(-step / 8)) + 0.1 * random.next();
    journal.metrics({
      step,
      ...(step % 2 === 0 && { 'evaluation/test/exact_match': Math.min(1, level) }),
      ...(step > 0 && { 'gain/mean': gaps && step === 7 ? NaN : random.next() - 0.3 }),
      ...{ 'total/rollouts': 64 * step, 'total/sampled_tokens': totals.tokens },
      ...{ 'total/search_calls': totals.searches, 'total/seconds': totals.seconds },
    });
  }
  if (failed) journal.event('failed', { step: steps, message: 'the disk is full' });
  else journal.event('finished', { step: steps });
  journal.close();
}

interface Both {
  readonly report: Report;
  readonly overview: Parameters<typeof chosen>[1];
  readonly ids: readonly string[];
  readonly details: ReadonlyMap<string, RunDetail>;
  readonly of: Parameters<typeof chartedRuns>[3];
}

async function both(runs: Readonly<Record<string, () => void>>, app: ReturnType<typeof connectedApp>): Promise<Both> {
  for (const begin of Object.values(runs)) begin();
  const ids = Object.keys(runs);
  const summaries = distinctLabels(ids.map((id) => summarise(join(app.dataFolder, id))));
  const window = app.window();
  const rows = new Map<string, RunRow>();
  const list = follow(window, 'overview', {});
  await list.until((change) => {
    for (const row of change.runs) rows.set(row.id, row);
    return ids.every((id) => ['finished', 'failed'].includes(rows.get(id)?.state ?? ''));
  }, 'the end of every run');
  const points = new Map<string, Points>();
  const series = follow(window, 'series', { runs: ids, metrics });
  await series.until((batch) => {
    for (const { run, metric, restart, step, value } of batch) {
      const before = restart ? undefined : points.get(`${run} ${metric}`);
      const [x, y] = [
        [...(before?.x ?? []), ...step],
        [...(before?.y ?? []), ...value],
      ];
      points.set(`${run} ${metric}`, { x: Float64Array.from(x), y: Float64Array.from(y) });
    }
    return summaries.every(
      ({ series: own }, i) => points.get(`${ids[i]} total/rollouts`)?.x.length === own['total/rollouts'].step.length,
    );
  }, 'the last point of every run');
  const details = new Map<string, RunDetail>();
  for (const id of ids) details.set(id, await follow(window, 'run', { run: id }).until(() => true, 'its details'));
  const none = { x: new Float64Array(0), y: new Float64Array(0) };
  return {
    report: experimentReport(summaries, { title: 'x', description: '', algorithms: [] }),
    overview: { experiments: new Map(), runs: rows },
    ids,
    details,
    of: (run, metric) => points.get(`${run} ${metric}`) ?? none,
  };
}

const seeds = [1, 2, 3, 4];

/** Two algorithms; one run ends early, one failed, one has a gap, one seed has no partner. */
const runsIn = (folder: string) =>
  Object.fromEntries(
    ['igpo', 'grpo'].flatMap((label) =>
      seeds.map((seed) => {
        const id = `${label}-seed-${seed}`;
        const kind = {
          steps: label === 'grpo' && seed === 1 ? 24 : 30,
          failed: label === 'igpo' && seed === 4,
          gaps: seed === 3,
        };
        return [id, () => train(join(folder, id), label, seed, kind)] as const;
      }),
    ),
  );

test('the comparison in the window and the report agree to the last digit, in every unit of x', async (t) => {
  const app = connectedApp(t);
  const { report, overview, ids, of } = await both(runsIn(app.dataFolder), app);
  const choice = chosen(ids, overview);
  assert.deepEqual(choice.labels, report.algorithms);

  const usual = comparisonSettings(new URLSearchParams({ of: ids.join(',') }));
  const charted = chartedRuns(choice, usual, metrics, of);
  const analysis = analyse({ ...report, level: usual.level, aggregate: usual.aggregate });
  const here = compared(charted, usual);
  assert.ok(
    analysis.verdict.algorithms.length === 2 && analysis.verdict.missing.length === 1,
    'the case has all kinds',
  );
  assert.ok(analysis.verdict.range![1] < 64 * 30, 'the run that ends early ends the comparison');
  assert.deepEqual(here.verdict, analysis.verdict);
  assert.deepEqual(here.paragraphs, analysis.paragraphs);
  assert.deepEqual(drawn(charted, report.metric, 'large').bands, chartBands(mainChart(report, analysis)));
  assert.deepEqual(drawn(charted, 'gain/mean', 'small').bands, chartBands(chartOf(report, 'gain/mean', 'small', null)));

  for (const { id, metric } of xUnits)
    for (const threshold of [null, 0.31])
      for (const level of [0.9, 0.99]) {
        const aggregate = level === 0.9 ? 'iqm' : 'mean';
        const query = { ...usual, unit: id, level, threshold, aggregate } as const;
        const { verdict } = compared(chartedRuns(choice, query, metrics, of), query);
        const own = { x: metric ?? 'step', level, aggregate, ...(threshold === null ? {} : { threshold }) } as const;
        const same = verdictOn({ ...report, ...own });
        assert.deepEqual(verdict, same, `${id}, ${threshold}, ${level}`);
      }
});

test('the table in the window has the cells of the report', async (t) => {
  const app = connectedApp(t);
  const { report, overview, ids, of } = await both(runsIn(app.dataFolder), app);
  const choice = chosen(ids, overview);
  const usual = comparisonSettings(new URLSearchParams({ of: ids.join(',') }));
  const { verdict } = compared(chartedRuns(choice, usual, metrics, of), usual);
  const analysis = analyse(report);
  const leader = analysis.verdict.algorithms[0].algorithm;
  const cells = resultRows(verdict, choice.runs, leader).map(({ label, seeds, start, final, area, difference, p }) => [
    ...[label, seeds, start, final, area, difference || '–', p || '–'],
  ]);
  assert.deepEqual(
    cells,
    resultsTable(report, analysis).rows.map((row) => row.slice(0, 7)),
  );
  assert.deepEqual(cells.map((row) => row[1]).toSorted(), ['3 of 4', '4']);
});

test('window and report list the same differences between configs', async (t) => {
  const app = connectedApp(t);
  const { report, overview, ids, details } = await both(runsIn(app.dataFolder), app);
  const runs = chosen(ids, overview).runs.map(({ id, label }) => {
    const { config, codeVersion, warmStart, row } = details.get(id)!;
    return { algorithm: label, config, codeVersion: codeVersion!, warmStart, device: row.device };
  });
  const here = configDifferences(runs);
  assert.deepEqual(here, configDifferences(report.runs));
  assert.deepEqual(
    here.map(({ key }) => key),
    ['algorithm.name', 'optimizer.learningRate', 'warmStart'],
  );
});
