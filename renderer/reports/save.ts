/** Ways out of the window for a report. */
import type { ReportFile } from '../../shared/ipc/app-views.ts';
import { saveFile } from '../state/save-file.ts';

export const download = ({ name, type, text }: ReportFile): void =>
  saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));

/** The print dialog on the document alone, from which it can be saved as PDF. A frame of its own: its sandbox allows the dialog and, as
 *  everywhere, no script. A host that writes PDF files itself would take over here. */
export async function print({ text }: ReportFile): Promise<void> {
  printed?.remove();
  const frame = document.createElement('iframe');
  printed = frame;
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.title = 'Report to print';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.style.cssText = 'position: fixed; left: -10000px; width: 210mm; height: 297mm; border: 0; color-scheme: light';
  frame.srcdoc = text;
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  document.body.append(frame);
  await loaded;
  frame.contentWindow!.print();
}

/** Kept until the next one: some systems still read it when the dialog has closed. */
let printed: HTMLIFrameElement | null = null;
