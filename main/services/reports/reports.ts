/** A report as one file to save, in the format that was asked for. */
import type { ReportFile, ReportFormat } from '../../../shared/ipc/app-views.ts';
import { checkBlocks } from '../../../shared/config/report-blocks.ts';
import type { ReportBlock } from '../../../shared/config/report-blocks.ts';
import { distinctLabels } from '../../../shared/report/distinct-labels.ts';
import { experimentReport } from './experiment-report.ts';
import type { ComparedOn } from './experiment-report.ts';
import { folderName } from '../../run-folder/experiments.ts';
import { formats } from './report-files.ts';
import type { RunSummary } from '../../run-folder/run-summary.ts';

export interface ReportAsked extends ComparedOn {
  readonly format: ReportFormat;
  readonly title: string;
  /** The question that the experiment asks; empty if there is none. */
  readonly description?: string;
  /** Absent: all blocks in their usual order. */
  readonly blocks?: readonly ReportBlock[];
}

/** Algorithms come in the order of their first run. A run that is given twice counts once. Throws RangeError for no
 *  runs. */
export function makeReport(runs: readonly RunSummary[], asked: ReportAsked): ReportFile {
  const { format, title, description = '', blocks, ...compared } = asked;
  if (runs.length === 0)
    throw new RangeError('report: expected at least one run that has begun, got none — choose runs to compare');
  const { extension, type, text } = formats[format];
  if (blocks) checkBlocks(blocks);
  const report = {
    ...experimentReport(distinctLabels(runs), { title, description, algorithms: [], compared }),
    ...(blocks && { blocks }),
  };
  return { name: `${fileName(title)}.${extension}`, type, text: text(report) };
}

/** Some disks refuse longer names, counted with folder and extension. */
const mostCharacters = 80;

/** Begins with `report-`, so that no title gives a name that a system reserves. */
function fileName(title: string): string {
  const ascii = title.normalize('NFKD').replace(/\p{M}/gu, '');
  return `report-${folderName(ascii)}`.slice(0, mostCharacters).replace(/-+$/, '');
}
