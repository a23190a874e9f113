import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeReport } from '../../../../main/services/reports/reports.ts';
import { summarise } from '../../../../main/run-folder/run-summary.ts';
import type { RunSummary } from '../../../../main/run-folder/run-summary.ts';
import { Journal } from '../../../../main/run-folder/journal.ts';
import { distinctLabels } from '../../../../shared/report/distinct-labels.ts';
import type { Report } from '../../../../shared/report/report.ts';
import type { Verdict } from '../../../../shared/statistics/verdict.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A run whose exact match rises to `last`. */
function run(folder: string, name: string, seed: number, last: number): RunSummary {
  const config = { name, seed, algorithm: { name: name.split('/')[1] ?? 'igpo' }, train: { steps: 4 } };
  const begun = { config, codeVersion: '0.1.0', device: 'cpu', warmStart: '5e1f' };
  const journal = Journal.create(folder, begun, { tokenizer: 'worlds' });
  for (let step = 0; step <= 4; step++)
    journal.metrics({ step, 'total/rollouts': 64 * step, 'evaluation/test/exact_match': (last * step) / 4 });
  journal.event('finished', { step: 4 });
  journal.close();
  return summarise(folder);
}

function twoExperiments(root: string): RunSummary[] {
  return ['quickstart', 'quickstart-2'].flatMap((experiment, e) =>
    [1, 2, 3].map((seed) =>
      run(join(root, experiment, `igpo-seed-${seed}`), `quickstart/igpo/${seed}`, seed, 0.4 + 0.2 * e + 0.01 * seed),
    ),
  );
}

test('a report comes as HTML, Markdown and JSON, each with its type and a file name', (t) => {
  const runs = [run(join(temporaryFolder(t), 'a', 'igpo-seed-1'), 'a/igpo/1', 1, 0.5)];
  const title = 'IGPO & <GRPO>: première';
  const made = (['html', 'markdown', 'json'] as const).map((format) => makeReport(runs, { format, title }));
  assert.deepEqual(
    made.map(({ name, type }) => [name, type]),
    [
      ['report-igpo-grpo-premiere.html', 'text/html'],
      ['report-igpo-grpo-premiere.md', 'text/markdown'],
      ['report-igpo-grpo-premiere.json', 'application/json'],
    ],
  );
  assert.match(made[0].text, /<h1>IGPO &amp; &lt;GRPO&gt;: première<\/h1>/);
  assert.match(made[1].text, /^# /);
  const { report } = JSON.parse(made[2].text) as { report: Report };
  const { value } = report.runs[0].series['evaluation/test/exact_match'];
  assert.deepEqual(value, [0, 0.125, 0.25, 0.375, 0.5]);
});

test('no title gives a file name that a disk refuses or that leads elsewhere', (t) => {
  const runs = [run(join(temporaryFolder(t), 'a'), 'a', 1, 0.5)];
  for (const title of ['../../etc/passwd', 'con', '', '文', 'a'.repeat(400), 'x'.repeat(72) + ' y', '\0"<>|', '-'])
    assert.match(
      makeReport(runs, { format: 'json', title }).name,
      /^report-[a-z0-9][a-z0-9-]{0,72}(?<!-)\.json$/,
      title,
    );
});

test('runs of two experiments of the same name are distinguished by their folders', (t) => {
  const runs = twoExperiments(temporaryFolder(t));
  assert.deepEqual(
    distinctLabels(runs).map(({ label, seed }) => `${label} ${seed}`),
    [1, 2, 3].map((seed) => `quickstart/igpo ${seed}`).concat([1, 2, 3].map((seed) => `quickstart-2/igpo ${seed}`)),
  );
  const { text } = makeReport(runs, { format: 'markdown', title: 'Twice' });
  assert.match(text, /quickstart-2\/igpo/);
  // Labels stay as they are if they distinguish the runs.
  assert.deepEqual([...new Set(distinctLabels(runs.slice(0, 3)).map(({ label }) => label))], ['igpo']);
});

test('runs outside any experiment are distinguished by their own folders, and one given twice counts once', (t) => {
  const root = temporaryFolder(t);
  const runs = ['a', 'b'].map((name) => run(join(root, 'runs', name), 'alone', 1, 0.5));
  assert.deepEqual(
    distinctLabels([...runs, runs[0]]).map(({ label }) => label),
    ['runs/a', 'runs/b'],
  );
});

test('a report on nothing is refused', () => {
  assert.throws(() => makeReport([], { format: 'html', title: 'x' }), {
    message: 'report: expected at least one run that has begun, got none — choose runs to compare',
  });
});

test('a report compares on what is asked, and refuses what it cannot compare', (t) => {
  const runs = twoExperiments(temporaryFolder(t));
  const asked = { format: 'json', title: 'x', metric: 'evaluation/test/exact_match', x: 'step' } as const;
  const { verdict } = JSON.parse(makeReport(runs, { ...asked, threshold: 0.3, level: 0.9, aggregate: 'iqm' }).text) as {
    verdict: Verdict;
  };
  assert.deepEqual(
    [verdict.range, verdict.threshold?.value, verdict.level, verdict.aggregate],
    [[0, 4], 0.3, 0.9, 'iqm'],
  );
  assert.equal(verdict.question.xUnit, 'steps');
  assert.throws(
    () => makeReport(runs, { ...asked, x: 'gain/mean' }),
    /report\.x: expected step or a running total, got gain\/mean/,
  );
  assert.throws(() => makeReport(runs, { ...asked, x: 'total/rollot' }), /did you mean total\/rollouts/);
  assert.throws(
    () => makeReport(runs, { ...asked, metric: 'total/seconds' }),
    /expected a metric with a better direction/,
  );
  assert.throws(() => makeReport(runs, { ...asked, aggregate: 'median' }), /expected one of mean, iqm, got median/);
  assert.throws(() => makeReport(runs, { ...asked, level: 95 }), /expected a level in \(0, 1\), got 95/);
});
