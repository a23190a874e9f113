/** The results as a LaTeX table (booktabs) with the Methods paragraph under it, to be input by a paper. */
import { analyse } from './analysis.ts';
import type { Report } from './report.ts';
import { resultsTable } from './tables.ts';
import type { Table } from './tables.ts';

export function reportLatex(report: Report): string {
  const analysis = analyse(report);
  const table = resultsTable(report, analysis);
  return `% ${comment(report.title)}
% Written by IGPO Lab. In the preamble:
% \\usepackage{booktabs}
% Other letters than Latin ones need XeLaTeX or LuaLaTeX.
\\begin{table}[t]
  \\centering\\small
  \\caption{${[report.title, table.title, table.note].map(sentence).map(latex).join(' ')}}
  \\label{tab:results}
${tabular(table)}
\\end{table}

${analysis.paragraphs.map(({ claim }) => latex(claim)).join('\n\n')}

\\paragraph{Methods.} ${latex(analysis.methods)}
`;
}

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

/** A [ or * at the start of a row would belong to the \\ before it. */
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
  '−': '$-$',
  '–': '--',
  '—': '---',
  '…': '\\dots{}',
  '·': '$\\cdot$',
  '×': '$\\times$',
  '±': '$\\pm$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '’': "'",
  '“': '``',
  '”': "''",
};

/** Text as one line of LaTeX, nothing in it taken for a command. Characters that cannot be seen, which could turn the text round, are left
 *  out. */
export const latex = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\p{C}/gu, '')
    .replace(/[\\{}%&#$_^~`"<>|−–—…·×±≤≥’“”]/g, (c) => specials[c]!);

/** A comment ends with its line, so it is one. */
const comment = (text: string): string => text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '');
