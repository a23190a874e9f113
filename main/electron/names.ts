/** Names of the channels between the shell's processes, and the window's address. */
export const toServices = 'to-services';
export const toWindow = 'to-window';
export const chooseFolder = 'choose-folder';
export const savePdf = 'save-pdf';
/** A key press of the window, chosen in the menu. */
export const press = 'press';

export interface Key {
  readonly key: string;
  /** Together with Ctrl, or ⌘ on a Mac. */
  readonly command: boolean;
}

export const scheme = 'app';
export const origin = `${scheme}://igpo-lab`;
