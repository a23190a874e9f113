/** The report as one self-contained HTML file: no script, nothing fetched. */
import { analyse } from './analysis.ts';
import type { Analysis } from './analysis.ts';
import { blocksOf, paragraphs } from './blocks.ts';
import type { BlockKind, ReportBlock } from '../config/report-blocks.ts';
import { chartOf, gainFigures, mainChart, smallFigures, takeOffChart } from './figures.ts';
import { lineChart } from './line-chart.ts';
import { markup, nothing, trusted } from './markup.ts';
import type { Markup } from './markup.ts';
import type { Report } from './report.ts';
import { largestGain, rolloutSection } from './rollout-section.ts';
import { style } from './style.ts';
import { algorithmTable, differenceTable, hopTable, resultsTable, runsTable, splitTable } from './tables.ts';
import type { Table } from './tables.ts';

export function reportHtml(report: Report): string {
  const analysis = analyse(report);
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${report.title}</title><style>${trusted(style)}</style></head>
<body><main>
<h1>${report.title}</h1>${report.description === '' ? nothing : markup`<p class="lead">${report.description}</p>`}
${blocksOf(report).map((block) => drawn[block.kind](report, analysis, block))}
<footer>Written by IGPO Lab. Every number here is in the JSON export of the same report.</footer>
</main></body></html>
`;
  return page.markup;
}

/** Every kind of block as markup; empty if the runs have nothing for it. */
const drawn: Readonly<Record<BlockKind, (report: Report, analysis: Analysis, block: ReportBlock) => Markup>> = {
  text: (_report, _analysis, { text = '' }) =>
    markup`<section class="text">${paragraphs(text).map((paragraph) => markup`<p>${paragraph}</p>`)}</section>`,
  verdict: (_report, analysis) =>
    markup`<section class="verdict" aria-label="Verdict">${analysis.paragraphs.map(
      ({ claim, details }) =>
        markup`<p class="claim">${claim}</p>${details.length === 0 ? nothing : markup`<p class="details">${details.join(' ')}</p>`}`,
    )}</section>
`,
  curve: (report, analysis, { metric = report.metric }) => {
    if (metric !== report.metric)
      return markup`${lineChart(chartOf(report, metric, 'large', null))}
`;
    const modes = takeOffChart(report, analysis);
    return markup`${lineChart(mainChart(report, analysis))}
${modes ? lineChart(modes) : nothing}`;
  },
  results: (report, analysis) => section(resultsTable(report, analysis)),
  splits: (report, analysis) => optional(splitTable(report, analysis)),
  config: (report, analysis) => {
    const differs = differenceTable(report, analysis);
    const parameters = algorithmTable(report, analysis);
    return markup`
${differs ? section(differs) : markup`<h2>What else differs between the runs</h2><p class="note">Nothing. Apart from the algorithm, its parameters and the seed, all runs share config, warm start, code version and device.</p>`}
${parameters ? section(parameters) : nothing}`;
  },
  gains: (report) => {
    const gains = gainFigures(report);
    const hops = hopTable(report);
    return markup`
${gains.length === 0 ? nothing : markup`<h2>Information gain by turn</h2>${key(report)}<div class="multiples">${gains}</div>`}
${hops ? section(hops) : nothing}`;
  },
  training: (report) => {
    const small = smallFigures(report);
    return markup`
${small.length === 0 ? nothing : markup`<h2>Training in detail</h2>${key(report)}<div class="multiples">${small}</div>`}`;
  },
  rollouts: (report) => {
    const most = largestGain(report.rollouts);
    return markup`
${report.rollouts.length === 0 ? nothing : markup`<h2>Example rollouts</h2><p class="note">★ marks a passage that supports the answer. Bars show information gain, on one scale for all rollouts: 0 in the middle, ±${most.toFixed(1)} nats at the ends.</p>`}
${report.rollouts.map((rollout) => rolloutSection(rollout, Math.max(0, report.algorithms.indexOf(rollout.algorithm)), most))}`;
  },
  methods: (_report, analysis) => markup`
<h2>Methods</h2><p class="lead">${analysis.methods}</p>
`,
  runs: (report) => section(runsTable(report)),
};

const optional = (table: Table | null): Markup => (table ? section(table) : nothing);

const section = (table: Table): Markup => markup`<section><h2>${table.title}</h2><p class="note">${table.note}</p>
<div class="scroll"><table class="data"><thead><tr>${table.columns.map((column) => cell('th', column.numeric, column.label))}</tr></thead>
<tbody>${table.rows.map((row) => markup`<tr>${row.map((text, i) => cell('td', table.columns[i].numeric, text))}</tr>`)}</tbody></table></div></section>`;

const cell = (tag: 'th' | 'td', numeric: boolean, text: string): Markup =>
  markup`${trusted(`<${tag}${numeric ? ' class="n"' : ''}>`)}${text}${trusted(`</${tag}>`)}`;

/** Colour and dash of each algorithm. */
const key = (report: Report): Markup =>
  markup`<p class="key">${report.algorithms.map(
    (label, i) =>
      markup`<span><svg viewBox="0 0 32 8" aria-hidden="true"><path class="mean s${i % 6}" d="M0 4H32"/></svg>${label}</span>`,
  )}</p>`;
