import { test } from 'node:test';
import assert from 'node:assert/strict';
import { reportHtml } from '../../../shared/report/html.ts';
import { reportMarkdown } from '../../../shared/report/markdown.ts';
import { reportJson } from '../../../shared/report/json.ts';
import { analyse } from '../../../shared/report/analysis.ts';
import type { Report } from '../../../shared/report/report.ts';
import { reportCsv } from '../../../shared/report/csv.ts';
import { interquartileMean } from '../../../shared/statistics/interquartile-mean.ts';
import { close } from '../statistics/worked-scores.ts';
import { sampleReport } from './sample-report.ts';

const whole = sampleReport();

/** Opening and closing tags match. */
function assertBalanced(html: string): void {
  const open: string[] = [];
  const alone = new Set(['meta', 'rect', 'line', 'circle', 'path', 'polygon']);
  for (const [, closing, name, rest] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
    if (closing) assert.equal(open.pop(), name, `at </${name}>`);
    else if (!rest!.endsWith('/') && !alone.has(name!)) open.push(name!);
    else continue;
  }
  assert.deepEqual(open, []);
}

test('the file is balanced, self-contained and has no script', () => {
  const html = reportHtml(whole);
  assert.doesNotMatch(html, /<script|<link|<img|@import|url\(|https?:|NaN|undefined|Infinity|\[object/);
  assertBalanced(html.replaceAll(/<title>[^<]*<\/title>|(<path[^>]*>)(<title>.*?<\/title><\/path>)/g, ''));
});

test('the verdict, the table and the JSON give the same number', () => {
  const { verdict } = JSON.parse(reportJson(whole)) as {
    verdict: { comparisons: { behind: string; final: { mean: number } }[] };
  };
  const points = (verdict.comparisons.find((c) => c.behind === 'GRPO')!.final.mean * 100).toFixed(1);
  assert.ok(reportHtml(whole).includes(`ahead of GRPO by ${points} percentage points`));
  assert.match(reportMarkdown(whole), new RegExp(`\\| GRPO +\\|.*−${points.replace('.', '\\.')} \\[`));
});

test('a report on interquartile means names them wherever it shows one; differences stay those of means', () => {
  const middle = { ...whole, aggregate: 'iqm' } as const;
  const [mean, iqm] = [analyse(whole), analyse(middle)];
  for (const { algorithm, final, finalBySeed } of iqm.verdict.algorithms) {
    close(final.mean, interquartileMean([...finalBySeed.values()]), 1e-12);
    assert.match(final.interval!.method, /bootstrap, 2000 replicates, seed 0, of the interquartile mean$/, algorithm);
  }
  const finals = (analysis: typeof iqm) => analysis.verdict.comparisons.map((c) => c.final);
  assert.deepEqual(new Set(finals(iqm)), new Set(finals(mean)));
  const html = reportHtml(middle);
  assert.ok(html.includes('n = 5 · interquartile mean, 95 % bootstrap band over seeds'));
  assert.ok(html.includes('Interquartile mean over seeds [95 % percentile bootstrap, 2000 replicates, seed 0]'));
  assert.ok(html.includes('too narrow below 10 seeds (nominal 95 % cover 73 % at 3 seeds, 90 % at 5)'));
  assert.ok(!reportHtml(whole).includes('nterquartile'), 'the mean is the default');
  const [row] = reportCsv(middle).match(/^algorithm,IGPO,.*,"final, interquartile mean",.*$/m)!;
  assert.ok(row.includes(`,${iqm.verdict.algorithms.find((a) => a.algorithm === 'IGPO')!.final.mean},5,`), row);
});

test('hostile text stays text, wherever it comes from', () => {
  const evil = `</style><script>alert(1)</script><img src=x onerror="a('b')">\u0000&`;
  const hostile: Report = {
    ...whole,
    title: evil,
    description: evil,
    algorithms: [evil, 'GRPO'],
    runs: whole.runs
      .filter((run) => run.algorithm !== 'IGPO, gain weight 0.3')
      .map((run) => ({
        ...run,
        name: evil,
        algorithm: run.algorithm === 'GRPO' ? 'GRPO' : evil,
        failure: run.seed === 2 ? evil : null,
        device: evil,
        config: { ...run.config, [evil]: run.seed, algorithm: { [evil]: evil + run.algorithm } },
      })),
    rollouts: whole.rollouts.map((rollout) => ({
      ...rollout,
      algorithm: evil,
      question: evil,
      answer: evil,
      groundTruth: [evil],
      turns: rollout.turns.map((turn) => ({
        ...turn,
        thought: evil,
        query: evil,
        answer: evil,
        passages: [{ title: evil, supporting: true }],
      })),
    })),
    gainPerHop: [{ algorithm: evil, hop: 1, gains: [1, 2] }],
  };
  const html = reportHtml(hostile);
  assert.doesNotMatch(html, /<script|<img|\u0000/);
  assert.equal(html.match(/<\/style>/g)!.length, 1);
  assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
  assert.doesNotMatch(reportMarkdown(hostile), /(?<!\\)<script/);
});

test('failed runs are named, crossed out in the charts and counted in the table', () => {
  const runs = whole.runs.map((run) =>
    run.algorithm === 'GRPO' && run.seed === 4 ? { ...run, failure: 'NaN at step 90' } : run,
  );
  const html = reportHtml({ ...whole, runs });
  assert.ok(html.includes('GRPO seed 4 is not in these numbers: NaN at step 90.'));
  assert.ok(html.includes('failed: NaN at step 90'));
  assert.ok(html.includes('>4 of 5<'));
  assert.ok(html.includes('class="failed s1"'));
});

test('no runs, one run and one point are reports too', () => {
  const none = reportHtml({ ...whole, runs: [], rollouts: [], gainPerHop: [] });
  assert.ok(none.includes('nothing to compare yet') && none.includes('no points yet'));
  const one = reportHtml({ ...whole, algorithms: ['IGPO'], runs: whole.runs.slice(0, 1) });
  assert.ok(one.includes('Only IGPO has points') && one.includes('no band'));
  const point = { step: [0], value: [0.5] };
  const dots = reportHtml({
    ...whole,
    x: 'step',
    runs: whole.runs.map((run) => ({ ...run, series: { [whole.metric]: point } })),
  });
  assert.ok(dots.includes('class="mean s0 dot"'));
  assert.doesNotMatch(none + one + dots, /NaN|undefined/);
});

test('gaps stay open', () => {
  const series = { step: [0, 1, 2, 3, 4], value: [0.1, 0.2, null, 0.4, 0.5] };
  const runs = whole.runs.slice(0, 1).map((run) => ({ ...run, series: { [whole.metric]: series } }));
  const html = reportHtml({ ...whole, x: 'step', algorithms: ['IGPO'], runs });
  assert.equal(html.match(/<path class="mean s0" d="M[^"]*L/g)!.length, 2);
});

test('what differs besides the algorithm is listed, and its absence too', () => {
  assert.ok(reportHtml(whole).includes('all runs share config, warm start, code version and device'));
  const runs = whole.runs.map((run) => (run.algorithm === 'GRPO' ? { ...run, device: 'cuda', warmStart: null } : run));
  assert.deepEqual(
    analyse({ ...whole, runs })
      .differences.filter(({ key }) => !key.startsWith('algorithm.'))
      .map(({ key, values }) => [key, values.get('GRPO'), values.get('IGPO')]),
    [
      ['device', ['cuda'], ['cpu']],
      ['warmStart', ['not recorded'], ['5e1fd09b7c2a']],
    ],
  );
});

test('the methods are read from the configs', () => {
  const { methods } = analyse(whole);
  assert.match(methods, /IGPO \(seeds 1, 2, 3, 4, 5\)/);
  assert.match(methods, /150 optimizer steps, 16 questions per step, groups of 8 rollouts, at most 5 turns/);
  assert.match(methods, /over rollouts from 0 to 19,200/);
});

test('a metric without a better direction cannot be compared', () => {
  assert.throws(
    () => analyse({ ...whole, metric: 'rollout/turns' }),
    /expected a metric with a better direction, got rollout\/turns/,
  );
});
