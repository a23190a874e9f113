/** What the desktop shell's preload puts on `window.igpoLab`: the window's only way out of its sandbox. */
import type { ToServices, ToWindow } from './channel.ts';

export interface Bridge {
  /** Messages cross by structured clone. */
  send(message: ToServices): void;
  receive(listener: (message: ToWindow) => void): void;
  /** Asks in the platform's dialog; null when nothing was chosen. */
  chooseFolder(title: string): Promise<string | null>;
  /** Writes a document without script as a PDF file where the platform's dialog says; false when that was cancelled. */
  savePdf(name: string, html: string): Promise<boolean>;
}
