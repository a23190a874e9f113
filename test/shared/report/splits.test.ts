/** A verdict for every kind of question that was evaluated. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../shared/report/analysis.ts';
import { reportCsv } from '../../../shared/report/csv.ts';
import { reportHtml } from '../../../shared/report/html.ts';
import { reportLatex } from '../../../shared/report/latex.ts';
import { reportMarkdown } from '../../../shared/report/markdown.ts';
import type { Report } from '../../../shared/report/report.ts';
import { sampleReport } from './sample-report.ts';

/** Final shares on questions with one more hop, by seed: GRPO ahead by 30, 28 and 35 points. */
const oneMoreHop: Readonly<Record<string, readonly number[]>> = { IGPO: [0.15, 0.12, 0.1], GRPO: [0.45, 0.4, 0.45] };

const onSplits = (finals = oneMoreHop): Report => {
  const report = sampleReport(3, 2);
  return {
    ...report,
    runs: report.runs.map((run) => ({
      ...run,
      series: {
        ...run.series,
        'evaluation/testHops/exact_match': { step: [150], value: [finals[run.algorithm][run.seed - 1]] },
        'evaluation/testHops/turns': { step: [150], value: [4] },
      },
    })),
  };
};

const without = <T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key)) as Omit<T, K>;

test('another split has a verdict of its own, with the numbers of its last evaluation', () => {
  const { verdict, splits, paragraphs } = analyse(onSplits());
  assert.equal(verdict.comparisons[0].ahead, 'IGPO');
  assert.deepEqual(
    splits.map(({ split, words }) => [split, words]),
    [['testHops', 'questions with one more hop than trained']],
  );
  const [pair] = splits[0].verdict.comparisons;
  assert.equal(pair!.ahead, 'GRPO');
  assert.ok(Math.abs(pair!.final.mean - 0.31) < 1e-12); // (.30 + .28 + .35) / 3
  const claims = paragraphs.map(({ claim }) => claim);
  assert.match(claims[0], /^IGPO .*ahead of GRPO|between IGPO and GRPO/);
  assert.equal(
    claims.at(-2),
    'The headline holds only for the questions that it names: on questions with one more hop than trained GRPO is ahead. Both can be true, since other questions ask for other skills.',
  );
  assert.match(
    claims.at(-1)!,
    /^GRPO seems to be ahead of IGPO by 31\.0 percentage points \[.*95 % paired t\] exact match on questions with one more hop than trained at the last evaluation, 3 paired seeds\.$|^GRPO seems to be ahead of IGPO by 31\.0 percentage points \[.*95 % paired t\] in exact match on questions with one more hop than trained at the last evaluation, 3 paired seeds\.$/,
  );
});

test('every form of the report has the table of all splits and the claims', () => {
  const report = onSplits();
  for (const form of [reportHtml, reportMarkdown, reportLatex]) {
    const text = form(report);
    for (const words of [
      'Results by kind of question',
      'the same kind of question',
      'questions with one more hop than trained',
      '31.0 percentage points',
    ])
      assert.ok(text.includes(words), `${form.name}: ${words}`);
  }
  const rows = reportCsv(report)
    .split('\n')
    .filter((row) => row.includes('evaluation/testHops/exact_match'));
  assert.equal(rows.filter((row) => row.startsWith('run,')).length, 6);
  assert.ok(rows.some((row) => row.startsWith('pair,GRPO,IGPO') && row.includes(',last evaluation,,,0.31')));
});

test('splits that agree with the headline have their claims and no sentence about disagreement', () => {
  const { paragraphs } = analyse(onSplits({ IGPO: [0.45, 0.4, 0.45], GRPO: [0.15, 0.12, 0.1] }));
  assert.ok(paragraphs.some(({ claim }) => /^IGPO seems to be ahead of GRPO by 31\.0/.test(claim)));
  assert.ok(!paragraphs.some(({ claim }) => claim.startsWith('The headline holds')));
});

test('a run without that split is named, and a report on another metric has no splits', () => {
  const report = onSplits();
  const [first, ...others] = report.runs;
  const series = without(first.series, 'evaluation/testHops/exact_match');
  const { splits } = analyse({ ...report, runs: [{ ...first, series }, ...others] });
  assert.deepEqual(splits[0].verdict.missing, [{ algorithm: 'IGPO', seed: 1, reason: 'no points yet' }]);
  assert.deepEqual(analyse({ ...report, metric: 'success' }).splits, []);
});

test('where seeds fall into two modes the report draws how many runs have reached the threshold', () => {
  const report = sampleReport(3, 2);
  const fallen = report.runs.map((run) => {
    if (run.algorithm !== 'IGPO' || run.seed !== 2) return run;
    const { step, value } = run.series['evaluation/test/exact_match'];
    return { ...run, series: { ...run.series, 'evaluation/test/exact_match': { step, value: value.map(() => 0.02) } } };
  });
  const html = reportHtml(without({ ...report, runs: fallen }, 'threshold'));
  assert.match(html, /Runs that have reached 3\d %/);
  assert.match(html, /A run either takes off or does not: .*2 of 3 runs of IGPO/);
  assert.ok(!/NaN|undefined/.test(html));
  assert.ok(!reportHtml(report).includes('Runs that have reached'));
});
