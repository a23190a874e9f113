/** What the shell's processes call the lines between them, and where the window lives. */
export const toServices = 'to-services';
export const toWindow = 'to-window';
export const chooseFolder = 'choose-folder';
export const savePdf = 'save-pdf';
/** A key of the window's own, chosen in the menu. */
export const press = 'press';

export interface Key {
  readonly key: string;
  /** Together with Ctrl, or ⌘ on a Mac. */
  readonly command: boolean;
}

export const scheme = 'app';
export const origin = `${scheme}://igpo-lab`;
