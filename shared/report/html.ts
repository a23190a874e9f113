/** The report as one self-contained HTML file: no script, nothing fetched. */
import { analyse } from './analysis.ts';
import { gainFigures, mainChart, smallFigures } from './figures.ts';
import { lineChart } from './line-chart.ts';
import { markup, nothing, trusted } from './markup.ts';
import type { Markup } from './markup.ts';
import type { Report } from './report.ts';
import { largestGain, rolloutSection } from './rollout-section.ts';
import { style } from './style.ts';
import { algorithmTable, differenceTable, hopTable, resultsTable, runsTable } from './tables.ts';
import type { Table } from './tables.ts';

export function reportHtml(report: Report): string {
  const analysis = analyse(report);
  const small = smallFigures(report);
  const gains = gainFigures(report);
  const hops = hopTable(report);
  const differs = differenceTable(report, analysis);
  const parameters = algorithmTable(report, analysis);
  const most = largestGain(report.rollouts);
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${report.title}</title><style>${trusted(style)}</style></head>
<body><main>
<h1>${report.title}</h1>${report.description === '' ? nothing : markup`<p class="lead">${report.description}</p>`}
<section class="verdict" aria-label="Verdict">${analysis.paragraphs.map(
    ({ claim, details }) =>
      markup`<p class="claim">${claim}</p>${details.length === 0 ? nothing : markup`<p class="details">${details.join(' ')}</p>`}`,
  )}</section>
${lineChart(mainChart(report, analysis))}
${section(resultsTable(report, analysis))}
${differs ? section(differs) : markup`<h2>What else differs between the runs</h2><p class="note">Nothing: apart from the algorithm, its parameters and the seed, all runs have one config, one warm start, one code version and one device.</p>`}
${parameters ? section(parameters) : nothing}
${gains.length === 0 ? nothing : markup`<h2>Information gain by turn</h2>${key(report)}<div class="multiples">${gains}</div>`}
${hops ? section(hops) : nothing}
${small.length === 0 ? nothing : markup`<h2>Training in detail</h2>${key(report)}<div class="multiples">${small}</div>`}
${report.rollouts.length === 0 ? nothing : markup`<h2>Example rollouts</h2><p class="note">★ marks a passage that supports the answer. Bars: information gain, one scale for all rollouts, ±${most.toFixed(1)} nats at the ends, 0 in the middle.</p>`}
${report.rollouts.map((rollout) => rolloutSection(rollout, Math.max(0, report.algorithms.indexOf(rollout.algorithm)), most))}
<h2>Methods</h2><p class="lead">${analysis.methods}</p>
${section(runsTable(report))}
<footer>Written by IGPO Lab. Every number here is in the JSON export of the same report.</footer>
</main></body></html>
`;
  return page.markup;
}

const section = (table: Table): Markup => markup`<section><h2>${table.title}</h2><p class="note">${table.note}</p>
<div class="scroll"><table class="data"><thead><tr>${table.columns.map((column) => cell('th', column.numeric, column.label))}</tr></thead>
<tbody>${table.rows.map((row) => markup`<tr>${row.map((text, i) => cell('td', table.columns[i]!.numeric, text))}</tr>`)}</tbody></table></div></section>`;

const cell = (tag: 'th' | 'td', numeric: boolean, text: string): Markup =>
  markup`${trusted(`<${tag}${numeric ? ' class="n"' : ''}>`)}${text}${trusted(`</${tag}>`)}`;

/** Colour and dash of each algorithm. */
const key = (report: Report): Markup =>
  markup`<p class="key">${report.algorithms.map(
    (label, i) =>
      markup`<span><svg viewBox="0 0 32 8" aria-hidden="true"><path class="mean s${i % 6}" d="M0 4H32"/></svg>${label}</span>`,
  )}</p>`;
