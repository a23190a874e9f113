/** The files that a report can be saved as. */
import { reportFormats } from '../../../shared/ipc/app-views.ts';
import type { ReportFormat } from '../../../shared/ipc/app-views.ts';
import { reportCsv } from '../../../shared/report/csv.ts';
import { reportHtml } from '../../../shared/report/html.ts';
import { reportJson } from '../../../shared/report/json.ts';
import { reportLatex } from '../../../shared/report/latex.ts';
import { reportMarkdown } from '../../../shared/report/markdown.ts';
import type { Report } from '../../../shared/report/report.ts';
import { reportSvg } from '../../../shared/report/svg.ts';
import { saveFile } from '../../files/write.ts';

interface Format {
  readonly extension: string;
  readonly type: string;
  readonly text: (report: Report) => string;
}

export const formats: Readonly<Record<ReportFormat, Format>> = {
  html: { extension: 'html', type: 'text/html', text: reportHtml },
  markdown: { extension: 'md', type: 'text/markdown', text: reportMarkdown },
  latex: { extension: 'tex', type: 'application/x-tex', text: reportLatex },
  csv: { extension: 'csv', type: 'text/csv', text: reportCsv },
  svg: { extension: 'svg', type: 'image/svg+xml', text: reportSvg },
  json: { extension: 'json', type: 'application/json', text: reportJson },
};

/** Path of each format of a report. */
export type ReportFiles = Readonly<Record<ReportFormat, string>>;

/** Writes the report in every format as `<stem>.html`, `.md`, `.tex`, `.csv`, `.svg` and `.json`. */
export function writeReport(report: Report, stem: string): ReportFiles {
  const written = reportFormats.map((format) => {
    const { extension, text } = formats[format];
    const path = `${stem}.${extension}`;
    saveFile(path, Buffer.from(text(report)));
    return [format, path];
  });
  return Object.fromEntries(written) as ReportFiles;
}
