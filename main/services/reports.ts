/** A report as one file to save, in the form that was asked for. */
import { basename, dirname } from 'node:path';
import type { ReportFile, ReportFormat } from '../../shared/ipc/app-views.ts';
import { experimentReport } from './experiment-report.ts';
import { slug } from './experiments.ts';
import { formats } from './report-formats.ts';
import type { RunSummary } from './run-summary.ts';

export interface ReportAsked {
  readonly format: ReportFormat;
  readonly title: string;
  /** The question that the experiment asks; empty where there is none. */
  readonly description?: string;
}

/** Algorithms come in the order of their first run. A run that is given twice counts once. Throws RangeError for no runs. */
export function makeReport(runs: readonly RunSummary[], { format, title, description = '' }: ReportAsked): ReportFile {
  if (runs.length === 0)
    throw new RangeError('report: expected at least one run that has begun, got none — choose runs to compare');
  const { extension, type, text } = formats[format];
  const report = experimentReport(distinctLabels(runs), { title, description, algorithms: [] });
  return { name: `${fileName(title)}.${extension}`, type, text: text(report) };
}

/** The runs, each folder once. Where two of one seed share a label, all labels say where their run lies: its experiment's folder, and if that
 *  does not tell them apart, its own folder. */
export function distinctLabels(runs: readonly RunSummary[]): RunSummary[] {
  const each = [...new Map(runs.map((run) => [run.folder, run])).values()];
  const experiment = ({ folder }: RunSummary) => basename(dirname(folder));
  const ways = [
    ({ label }: RunSummary) => label,
    (run: RunSummary) => `${experiment(run)}/${run.label}`,
    (run: RunSummary) => `${experiment(run)}/${basename(run.folder)}`,
    ({ folder }: RunSummary) => folder,
  ];
  const way = ways.find((label) => new Set(each.map((run) => `${label(run)}/${run.seed}`)).size === each.length)!;
  return each.map((run) => ({ ...run, label: way(run) }));
}

/** Longer names are refused by some disks, with the folder and extension around them. */
const mostCharacters = 80;

/** Begins with a word of ours, so that no title makes a name that a system reserves. */
function fileName(title: string): string {
  const ascii = title.normalize('NFKD').replace(/\p{M}/gu, '');
  return `report-${slug(ascii)}`.slice(0, mostCharacters).replace(/-+$/, '');
}
