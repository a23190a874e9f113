/** The report's words and tables as Markdown: for the terminal, an issue, a paper's notes. */
import { analyse } from './analysis.ts';
import type { Analysis } from './analysis.ts';
import { blocksOf, paragraphs } from './blocks.ts';
import type { BlockKind, ReportBlock } from '../config/report-blocks.ts';
import type { Report } from './report.ts';
import { algorithmTable, differenceTable, hopTable, resultsTable, runsTable, splitTable } from './tables.ts';
import type { Table } from './tables.ts';
import { oneLine } from './one-line.ts';

export function reportMarkdown(report: Report): string {
  const analysis = analyse(report);
  return `${[
    `# ${inline(report.title)}`,
    ...(report.description === '' ? [] : [inline(report.description)]),
    ...blocksOf(report).flatMap((block) => written[block.kind]?.(report, analysis, block) ?? []),
  ].join('\n\n')}\n`;
}

type Writer = (report: Report, analysis: Analysis, block: ReportBlock) => readonly string[];

/** Curves and rollouts are pictures: only the HTML has them. */
const written: Readonly<Partial<Record<BlockKind, Writer>>> = {
  text: (_report, _analysis, { text = '' }) => paragraphs(text).map(inline),
  verdict: (_report, analysis) =>
    analysis.paragraphs.map(({ claim, details }) => [`**${inline(claim)}**`, ...details.map(inline)].join(' ')),
  results: (report, analysis) => [section(resultsTable(report, analysis))],
  splits: (report, analysis) => [splitTable(report, analysis)].filter((table) => table !== null).map(section),
  config: (report, analysis) =>
    [differenceTable(report, analysis), algorithmTable(report, analysis)]
      .filter((table) => table !== null)
      .map(section),
  gains: (report) => [hopTable(report)].filter((table) => table !== null).map(section),
  methods: (_report, analysis) => [`## Methods\n\n${inline(analysis.methods)}`],
  runs: (report) => [section(runsTable(report))],
};

const section = (table: Table): string =>
  `## ${inline(table.title)}\n\n${inline(table.note)}\n\n${markdownTable(table)}`;

/** Columns padded, so that it reads as plain text too. */
export function markdownTable({ columns, rows }: Table): string {
  const cells = [columns.map((column) => column.label), ...rows].map((row) => row.map(inline));
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, i) => (columns[i].numeric ? text.padStart(widths[i]) : text.padEnd(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (columns[i].numeric ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}

/** One line, nothing in it taken for Markdown or HTML. Square brackets stay, as intervals have them: alone they are no
 *  link, and nothing defines one. At the start, what would make a list, a rule or a heading of the line is escaped. */
const inline = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_<>|#&~$@]|(?<=\])[([:]|:(?=\/\/)|(?<=\bwww)\./gi, (c) => `\\${c}`)
    .replace(/^[-+=](?=[-+=\s]|$)/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
