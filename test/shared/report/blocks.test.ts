/** A report of a person's own blocks, in every form. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBlocks } from '../../../shared/config/report-blocks.ts';
import { standardBlocks } from '../../../shared/report/blocks.ts';
import type { ReportBlock } from '../../../shared/config/report-blocks.ts';
import { reportHtml } from '../../../shared/report/html.ts';
import { reportJson } from '../../../shared/report/json.ts';
import { reportLatex } from '../../../shared/report/latex.ts';
import { reportMarkdown } from '../../../shared/report/markdown.ts';
import { sampleReport } from './sample-report.ts';

const withBlocks = (...blocks: ReportBlock[]) => ({ ...sampleReport(3, 2), blocks });

test('blocks come in their order, and removed ones do not appear', () => {
  const report = withBlocks(
    { kind: 'methods' },
    { kind: 'text', text: 'Seen with our own eyes.' },
    { kind: 'results' },
  );
  for (const [form, results] of [
    [reportHtml(report), '<h2>Results'],
    [reportMarkdown(report), '## Results'],
    [reportLatex(report), '\\begin{table}'],
  ] as const) {
    const places = ['Methods', 'Seen with our own eyes.', results].map((words) => form.indexOf(words));
    assert.ok(
      places.every((place) => place > 0),
      `${places.join(' ')} in ${form.slice(0, 30)}`,
    );
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.ok(!form.includes('is ahead of'), 'no verdict');
  }
  assert.deepEqual((JSON.parse(reportJson(report)) as { report: object }).report, JSON.parse(JSON.stringify(report)));
});

test('the standard blocks make the report without blocks', () => {
  const { blocks, ...usual } = withBlocks(...standardBlocks);
  assert.equal(blocks.length, 10);
  for (const form of [reportHtml, reportMarkdown, reportLatex]) assert.equal(form({ ...usual, blocks }), form(usual));
});

test('a text is paragraphs of text, whatever it contains', () => {
  const text = 'First\nline.\n\n\n<script>alert(1)</script> | [a](javascript:x) \\write18{ls}\n\n   ';
  const html = reportHtml(withBlocks({ kind: 'text', text }));
  assert.ok(html.includes('<p>First line.</p><p>&lt;script&gt;alert(1)&lt;/script&gt;'), html.slice(-600));
  assert.ok(!html.includes('<script'));
  const markdown = reportMarkdown(withBlocks({ kind: 'text', text }));
  assert.ok(
    markdown.includes('First line.\n\n\\<script\\>alert(1)\\</script\\> \\| [a]\\(javascript:x) \\\\write18{ls}\n'),
  );
  assert.ok(!reportLatex(withBlocks({ kind: 'text', text })).includes('\\write18'));
  assert.ok(reportHtml(withBlocks({ kind: 'text' })).includes('<section class="text"></section>'), 'nothing typed yet');
});

test('a curve of another metric has its name; one of a metric that no run has says so', () => {
  const titles = (report: ReturnType<typeof withBlocks>) =>
    [...reportHtml(report).matchAll(/<figcaption><h3>([^<]*)/g)].map(([, title]) => title);
  assert.deepEqual(titles(withBlocks({ kind: 'curve' }, { kind: 'curve', metric: 'gain/mean' })), [
    'Exact match (test)',
    'Information gain',
  ]);
  assert.match(reportHtml(withBlocks({ kind: 'curve', metric: 'made/up' })), /aria-label="made\/up: no points yet"/);
});

test('a report without blocks is a title and a description', () => {
  assert.ok(!reportHtml(withBlocks()).includes('<h2>'));
  assert.match(reportMarkdown(withBlocks()), /^# [^\n]+\n\n[^\n]+\n$/);
});

test('more than a document has is refused with what was expected', () => {
  const many = Array.from({ length: 61 }, () => ({ kind: 'curve' }) as const);
  assert.throws(() => checkBlocks(many), /report\.blocks: expected at most 60, got 61/);
  assert.throws(() => checkBlocks([{ kind: 'text', text: 'x'.repeat(20_001) }]), /20000 characters, got 20001/);
  checkBlocks(standardBlocks);
});
