/** Saves and prints reports. */
import type { ReportFile } from '../../../shared/ipc/app-views.ts';
import { saveFile } from '../../state/save-file.ts';

export const download = ({ name, type, text }: ReportFile): void =>
  saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));

/** Whether this host writes PDF files itself. */
export const writesPdf = (): boolean => window.igpoLab !== undefined;

/** Saves a PDF file if the host writes one, asking where to; else opens the print dialog, which can save as PDF. */
export async function print(report: ReportFile): Promise<void> {
  if (window.igpoLab) await window.igpoLab.savePdf(report.name.replace(/\.html$/, '.pdf'), report.text);
  else await printDialog(report.text);
}

/** Prints the document alone, in its own frame. Its sandbox allows the dialog but, as everywhere, no script. */
async function printDialog(html: string): Promise<void> {
  printed?.remove();
  const frame = document.createElement('iframe');
  printed = frame;
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.title = 'Report to print';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.style.cssText = 'position: fixed; left: -10000px; width: 210mm; height: 297mm; border: 0; color-scheme: light';
  frame.srcdoc = html;
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  document.body.append(frame);
  await loaded;
  frame.contentWindow!.print();
}

/** Kept until the next print: some systems still read it after the dialog has closed. */
let printed: HTMLIFrameElement | null = null;
