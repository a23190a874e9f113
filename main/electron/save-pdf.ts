/** Saves a document as a PDF file, printed by a hidden window that runs no script. */
import { BrowserWindow, dialog } from 'electron';
import { saveFile } from '../files/write.ts';
import { lend } from './pages.ts';

/** Asks for the file in a dialog over the window; false if that was cancelled. Throws a sentence when the file cannot
 *  be written. */
export async function savePdf(over: BrowserWindow, name: string, html: string): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(over, {
    title: 'Save as PDF',
    defaultPath: name,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  });
  if (canceled || filePath === '') return false;
  saveFile(filePath, await pdfOf(html));
  return true;
}

async function pdfOf(html: string): Promise<Buffer> {
  const lent = lend(html);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
      javascript: false,
    },
  });
  try {
    await window.loadURL(lent.url);
    return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
  } finally {
    window.destroy();
    lent.giveBack();
  }
}
