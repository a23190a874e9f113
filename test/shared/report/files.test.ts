/** The formats of a report that other programs read: exact strings of a small report, and hostile text in each. */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { reportCsv } from '../../../shared/report/csv.ts';
import { latex, reportLatex } from '../../../shared/report/latex.ts';
import { reportSvg } from '../../../shared/report/svg.ts';
import type { Report } from '../../../shared/report/report.ts';
import { sampleReport } from './sample-report.ts';

const metric = 'evaluation/test/exact_match';

/** Two algorithms, two seeds, two points: every number by hand. */
function small(changes: Partial<Report> = {}): Report {
  const sample = sampleReport(2, 2);
  const ends = { IGPO: [0.75, 0.5], GRPO: [0.25, 0.25] };
  return {
    ...sample,
    title: 'Is 50% of $x_1 & #2 {enough}?',
    threshold: 0.5,
    runs: Object.entries(ends).flatMap(([algorithm, values]) =>
      values.map((value, i) => ({
        ...sample.runs[0],
        ...{ name: `x/${algorithm}/${i + 1}`, algorithm, seed: i + 1, failure: null },
        series: { [metric]: { step: [0, 10], value: [0, value] }, 'total/rollouts': { step: [10], value: [100] } },
      })),
    ),
    algorithms: ['IGPO', 'GRPO'],
    rollouts: [],
    ...changes,
  };
}

test('the LaTeX table is one that booktabs sets, with every special character escaped', () => {
  const lines = reportLatex(small()).split('\n');
  const table = lines.slice(
    lines.findIndex((line) => line.includes('\\begin{tabular}')),
    lines.findIndex((line) => line.includes('\\end{tabular}')) + 1,
  );
  assert.deepEqual(table, [
    '  \\begin{tabular}{@{}lrrrrrrr@{}}',
    '    \\toprule',
    '    Algorithm & Seeds & Start & Final & Area under curve & Paired difference to IGPO & p & Chain reached \\\\',
    '    \\midrule',
    // 0.75 and 0.5: mean 62.5, t(0.975, 1) = 12.7 · 12.5 reaches beyond both ends, cut
    '    IGPO & 2 & 0.0 & 62.5 [0.0, 100.0] & 31.3 [0.0, 100.0] & -- & -- & -- \\\\',
    '    GRPO & 2 & 0.0 & 25.0 & 12.5 & $-$37.5 [$-$100.0, 100.0] & 0.20 / 0.50 & -- \\\\',
    '    \\bottomrule',
    '  \\end{tabular}',
  ]);
  assert.ok(lines.includes('% \\usepackage{booktabs}'));
  assert.match(
    lines.join('\n'),
    /\\caption\{Is 50\\% of \\\$x\\_1 \\& \\#2 \\\{enough\\\}\? Results: exact match \(test\)\. /,
  );
});

test('no text leaves its place in LaTeX', () => {
  assert.equal(
    latex('\\input{/etc/passwd} % ~^`|<>"'),
    "\\textbackslash{}input\\{/etc/passwd\\} \\% \\textasciitilde{}\\textasciicircum{}\\textasciigrave{}$|$$<$$>$''",
  );
  assert.equal(
    latex('a\n\nb\u0000\u202ec\u2028d'),
    'a b$\\langle$NUL$\\rangle$$\\langle$RLO$\\rangle$c$\\langle$LS$\\rangle$d',
  );
  assert.equal(latex('--- - x-y'), '-{}-{}- - x-y');
  assert.equal(latex('−0.5 ± 1 × 2 … naïve 文'), '$-$0.5 $\\pm$ 1 $\\times$ 2 \\dots{} naïve 文');
  const text = reportLatex(
    small({
      title: 'end of line\n\\end{document}\u2029%',
      algorithms: ['[x]', 'GRPO'],
      runs: small().runs.map((run) => ({ ...run, algorithm: run.algorithm === 'IGPO' ? '[x]' : 'GRPO' })),
    }),
  );
  assert.doesNotMatch(text, /\\end\{document\}(?!.*%)/m);
  assert.match(text, /^% end of line \\end\{document\}⟨PS⟩%$/m); // a comment, on one line
  assert.match(text, /^ {4}\{\[\}x\] & 2 /m); // else \\ would read it as a length
});

test('the CSV has one quantity a row, in full precision and the units of the data', () => {
  const rows = reportCsv(small()).split('\r\n');
  assert.equal(
    rows[0],
    'of,algorithm,than,seed,metric,quantity,x_unit,from,to,value,n,low,high,level,method,p_t,p_holm,p_sign_flip',
  );
  assert.equal(rows[1], `run,IGPO,,1,${metric},final,rollouts,0,100,0.75,,,,,,,,`);
  assert.equal(rows[2], `run,IGPO,,1,${metric},area under curve,rollouts,0,100,0.375,,,,,,,,`);
  // 0 → 0.75 over 100 rollouts is 0.5 at 66.7
  assert.match(rows[3], new RegExp(`^run,IGPO,,1,${metric},reaches 0\\.5 at,rollouts,0,100,66\\.66666666666\\d+,`));
  const [never] = rows.filter((row) => row.startsWith(`run,GRPO,,1,${metric},reaches`));
  assert.equal(never, `run,GRPO,,1,${metric},reaches 0.5 at,rollouts,0,100,,,,,,,,,`);
  const [final] = rows.filter((row) => row.startsWith(`algorithm,IGPO,,,${metric},final`));
  assert.equal(
    final,
    `algorithm,IGPO,,,${metric},final,rollouts,0,100,0.625,2,0,1,0.95,"t, cut to possible values",,,`,
  );
  const [pair] = rows.filter((row) => row.startsWith(`pair,IGPO,GRPO,,${metric},final`));
  assert.match(pair!, /,0\.375,2,-1,1,0\.95,"paired t, cut to possible values",0\.204\d*,0\.204\d*,0\.5$/);
  const [chance] = rows.filter((row) => row.startsWith(`pair,IGPO,GRPO,,${metric},probability`));
  assert.equal(chance, `pair,IGPO,GRPO,,${metric},probability of improvement,rollouts,0,100,1,,,,,,,,`);
  assert.equal(rows.at(-1), '');
  assert.ok(rows.slice(0, -1).every((row) => row.replace(/"[^"]*"/g, '').split(',').length === 18));
});

test('no label of the CSV is a formula to a spreadsheet', () => {
  const evil = '=HYPERLINK("http://x")';
  const runs = small().runs.map((run) => ({ ...run, algorithm: run.algorithm === 'IGPO' ? evil : 'GRPO' }));
  assert.match(reportCsv(small({ algorithms: [evil, 'GRPO'], runs })), /^run,"'=HYPERLINK\(""http:\/\/x""\)",,1,/m);
});

test('the SVG stands alone: its own colours, no variables, nothing fetched, hostile text as text', () => {
  const svg = reportSvg(small());
  assert.match(
    svg,
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="960" height="406"/,
  );
  assert.doesNotMatch(svg, /var\(|--|url\(|<script|NaN|undefined/);
  assert.match(svg, /path\.s0 \{ stroke: #0072b2; \}/);
  const evil = '</text><script>alert(1)</script>\u0000\ufffe\ud800';
  const runs = small().runs.map((run) => ({ ...run, algorithm: run.algorithm === 'IGPO' ? evil : 'GRPO' }));
  const hostile = reportSvg(small({ algorithms: [evil, 'GRPO'], runs }));
  assert.doesNotMatch(hostile, /<script|[\u0000\ufffe]/);
  assert.ok(hostile.isWellFormed());
});

test('a report without points is a file in every format', () => {
  const none = small({ runs: small().runs.map((run) => ({ ...run, series: {} })) });
  assert.match(reportSvg(none), /no points yet/);
  assert.equal(reportCsv(none).split('\r\n').length, 2);
  assert.match(reportLatex(none), /There is nothing to compare yet/);
});
