/** The words of a report and its results as a LaTeX table (booktabs), to be input by a paper. */
import { analyse } from './analysis.ts';
import type { Analysis } from './analysis.ts';
import { blocksOf, paragraphs } from './blocks.ts';
import type { BlockKind, ReportBlock } from '../config/report-blocks.ts';
import type { Report } from './report.ts';
import { resultsTable, splitTable } from './tables.ts';
import type { Table } from './tables.ts';
import { oneLine } from './one-line.ts';

export function reportLatex(report: Report): string {
  const analysis = analyse(report);
  const parts = blocksOf(report).flatMap((block) => set[block.kind]?.(report, analysis, block) ?? []);
  return `% ${comment(report.title)}
% Written by IGPO Lab. In the preamble:
% \\usepackage{booktabs}
% Other letters than Latin ones need XeLaTeX or LuaLaTeX.
${parts.join('\n\n')}
`;
}

type Setter = (report: Report, analysis: Analysis, block: ReportBlock) => readonly string[];

/** A paper has its own figures (save the SVG) and no place for whole configs and rollouts. */
const set: Readonly<Partial<Record<BlockKind, Setter>>> = {
  text: (_report, _analysis, { text = '' }) => paragraphs(text).map(latex),
  verdict: (_report, analysis) => analysis.paragraphs.map(({ claim }) => latex(claim)),
  results: (report, analysis) => [floating(report, resultsTable(report, analysis), 'results')],
  splits: (report, analysis) => {
    const table = splitTable(report, analysis);
    return table ? [floating(report, table, 'splits')] : [];
  },
  methods: (_report, analysis) => [`\\paragraph{Methods.} ${latex(analysis.methods)}`],
};

const floating = (report: Report, table: Table, label: string): string => `\\begin{table}[t]
  \\centering\\small
  \\caption{${[report.title, table.title, table.note].map(sentence).map(latex).join(' ')}}
  \\label{tab:${label}}
${tabular(table)}
\\end{table}`;

/** Numbers stand right, text left. */
function tabular({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `    ${cells.map(cell).join(' & ')} \\\\`;
  return [
    `  \\begin{tabular}{@{}${columns.map(({ numeric }) => (numeric ? 'r' : 'l')).join('')}@{}}`,
    '    \\toprule',
    line(columns.map(({ label }) => label)),
    '    \\midrule',
    ...rows.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
  ].join('\n');
}

const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

/** A [ or * at the start of a row would belong to the \\ before it, spaces or not. */
const cell = (text: string): string => latex(text).replace(/^[[*]/, (c) => `{${c}}`);

const specials: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '%': '\\%',
  '&': '\\&',
  '#': '\\#',
  $: '\\$',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '`': '\\textasciigrave{}',
  '"': "''",
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '-': '-{}', // before another, as two hyphens would be a dash
  '−': '$-$',
  '–': '--',
  '—': '---',
  '…': '\\dots{}',
  '·': '$\\cdot$',
  '×': '$\\times$',
  '±': '$\\pm$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '→': '$\\rightarrow$',
  '⟨': '$\\langle$',
  '⟩': '$\\rangle$',
  '’': "'",
  '“': '``',
  '”': "''",
};

/** Text as one line of LaTeX, with every command character escaped and characters without picture named. */
export const latex = (text: string): string =>
  oneLine(text).replace(/-(?=-)|[\\{}%&#$_^~`"<>|−–—…·×±≤≥→’“”⟨⟩]/g, (c) => specials[c]);

/** One line, because a LaTeX comment ends with its line. */
const comment = oneLine;
