/** The report's words and tables as Markdown: for the terminal, an issue, a paper's notes. */
import { analyse } from './analysis.ts';
import type { Report } from './report.ts';
import { algorithmTable, differenceTable, hopTable, resultsTable, runsTable } from './tables.ts';
import type { Table } from './tables.ts';

export function reportMarkdown(report: Report): string {
  const analysis = analyse(report);
  const tables = [
    resultsTable(report, analysis),
    differenceTable(report, analysis),
    algorithmTable(report, analysis),
    hopTable(report),
  ].filter((table) => table !== null);
  return `${[
    `# ${inline(report.title)}`,
    ...(report.description === '' ? [] : [inline(report.description)]),
    ...analysis.paragraphs.map(({ claim, details }) => [`**${inline(claim)}**`, ...details.map(inline)].join(' ')),
    ...tables.map(section),
    `## Methods\n\n${inline(analysis.methods)}`,
    section(runsTable(report)),
  ].join('\n\n')}\n`;
}

const section = (table: Table): string =>
  `## ${inline(table.title)}\n\n${inline(table.note)}\n\n${markdownTable(table)}`;

/** Columns padded, so that it reads as plain text too. */
export function markdownTable({ columns, rows }: Table): string {
  const cells = [columns.map((column) => column.label), ...rows].map((row) => row.map(inline));
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, i) => (columns[i]!.numeric ? text.padStart(widths[i]!) : text.padEnd(widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (columns[i]!.numeric ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n');
}

/** One line, nothing in it taken for Markdown or HTML. Square brackets stay, as intervals have them: alone they are no link. */
const inline = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_<>|#]|(?<=\])\(/g, (c) => `\\${c}`);
