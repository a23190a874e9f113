/** Whatever a title, a description, a label, a device or a rollout holds is text in every format of a report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marked } from 'marked';
import { reportCsv } from '../../../shared/report/csv.ts';
import { reportHtml } from '../../../shared/report/html.ts';
import { reportJson } from '../../../shared/report/json.ts';
import { latex, reportLatex } from '../../../shared/report/latex.ts';
import { reportMarkdown } from '../../../shared/report/markdown.ts';
import { oneLine } from '../../../shared/report/one-line.ts';
import type { Report } from '../../../shared/report/report.ts';
import { reportSvg } from '../../../shared/report/svg.ts';
import { visibleText } from '../../../shared/util/visible-text.ts';
import { acting, hostileStrings } from '../../support/hostile-strings.ts';
import { sampleReport } from './sample-report.ts';

const sample = sampleReport(1, 2);
/** A blank text block has no paragraph. */
const filled = hostileStrings.filter((text) => text.trim() !== '');

/** A report in which every text is this one. */
function hostileReport(text: string): Report {
  const labels = [text, `${text} 2`];
  const [rollout] = sample.rollouts;
  return {
    ...sample,
    ...{ title: text, description: text, algorithms: labels },
    blocks: [
      { kind: 'text', text },
      ...(['verdict', 'results', 'config', 'rollouts', 'runs'] as const).map((kind) => ({ kind })),
    ],
    runs: sample.runs.map((run, i) => ({
      ...run,
      ...{ name: text, algorithm: labels[i], codeVersion: text, device: text, warmStart: text },
      failure: i === 0 ? null : text,
      config: { ...run.config, [text]: i, [`${text}/value`]: i === 0 ? text : '' },
    })),
    rollouts: [
      {
        ...rollout,
        ...{ id: text, algorithm: text, question: text, groundTruth: [text], answer: text, note: text },
        turns: rollout.turns.map((turn) => ({
          ...turn,
          ...{ thought: text, query: turn.query && text, answer: turn.answer && text },
          passages: turn.passages.map((passage) => ({ ...passage, title: text })),
        })),
      },
    ],
  };
}

const decoded = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(
      /&(?:lt|gt|quot|#39|amp);/g,
      (entity) => ({ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" })[entity] ?? '&',
    );
const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<\/?([a-zA-Z!][^\s/>]*)/g)].map(([, name]) => name).sort();

test('every format is text without a character that acts', () => {
  for (const text of hostileStrings) {
    const report = hostileReport(text);
    for (const write of [reportMarkdown, reportLatex, reportCsv, reportHtml, reportSvg, reportJson])
      assert.doesNotMatch(write(report).replaceAll('\r\n', '\n'), acting, `${write.name}: ${JSON.stringify(text)}`);
  }
});

test('Markdown is the same document whatever its texts are: no link, picture, list or heading of theirs', () => {
  const render = (text: string): string =>
    marked.parse(reportMarkdown(hostileReport(text)), { async: false, gfm: true });
  const plain = tagsOf(render('plain'));
  for (const text of filled) {
    const html = render(text);
    assert.deepEqual(tagsOf(html), plain, JSON.stringify(text));
    assert.equal(decoded(/<h1>(.*)<\/h1>/.exec(html)![1]), oneLine(text));
    const heads = [...html.matchAll(/<th[^>]*>(.*?)<\/th>/g)].map(([, cell]) => decoded(cell));
    assert.ok(heads.includes(oneLine(text)), JSON.stringify(text));
  }
});

test('HTML and SVG are the same documents whatever their texts are', () => {
  const [html, svg] = [reportHtml, reportSvg].map((write) => tagsOf(write(hostileReport('plain'))));
  for (const text of filled) {
    const written = reportHtml(hostileReport(text));
    assert.deepEqual(tagsOf(written), html, JSON.stringify(text));
    assert.deepEqual(tagsOf(reportSvg(hostileReport(text))), svg, JSON.stringify(text));
    assert.equal(decoded(/<h1>([^]*?)<\/h1>/.exec(written)![1]), visibleText(text));
    assert.doesNotMatch(written.replace(/>[^<]*</g, '><'), /javascript:|\son\w+=|\ssrc=|\shref=/);
  }
});

test('LaTeX has no command, row or comment of its texts', () => {
  const written =
    /\\(?:textbackslash|textasciicircum|textasciitilde|textasciigrave|dots)\{\}|\\[{}%&#$_]|\$(?:<|>|\||-|\\(?:cdot|times|pm|leq|geq|rightarrow|langle|rangle))\$|-\{\}/g;
  for (const text of hostileStrings) {
    assert.doesNotMatch(latex(text).replace(written, ''), /[\\{}%&#$_^~`"<>|]|--/, JSON.stringify(text));
    const report = hostileReport(text);
    const ended = { ...report, runs: report.runs.map((run) => ({ ...run, failure: null })) };
    const rows = /\\midrule\n([^]*?)\n *\\bottomrule/.exec(reportLatex(ended))![1].split('\n');
    assert.equal(rows.length, 2);
    for (const row of rows) {
      assert.doesNotMatch(row, /^\s*[[*]/, JSON.stringify(text)); // would belong to the \\ or the rule before it
      assert.equal(row.replaceAll('\\&', '').split('&').length, 8);
    }
  }
});

test('JSON holds every text as it was received', () => {
  for (const text of hostileStrings) {
    const { report } = JSON.parse(reportJson(hostileReport(text))) as { report: Report };
    assert.equal(report.title, text);
    assert.deepEqual(Object.keys(report.runs[0].config).includes(text), true, JSON.stringify(text));
  }
});
