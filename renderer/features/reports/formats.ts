/** What a report can be saved as, in words. */
import type { ReportFormat } from '../../../shared/ipc/app-views.ts';

export interface Export {
  readonly format: ReportFormat;
  readonly title: string;
  /** What it is good for. */
  readonly use: string;
}

export const exports: readonly Export[] = [
  { format: 'html', title: 'HTML', use: 'the whole document in one file, no script' },
  { format: 'markdown', title: 'Markdown', use: 'words and tables, for an issue or notes' },
  { format: 'latex', title: 'LaTeX', use: 'results as a booktabs table, with methods' },
  { format: 'csv', title: 'CSV', use: 'every number of the verdict, a quantity a row' },
  { format: 'svg', title: 'SVG', use: 'the main figure, for a paper or slides' },
  { format: 'json', title: 'JSON', use: 'all of it: numbers, configs, points' },
];
