/** The formats that can be imported; the first that recognises a folder imports it. One line adds one. */
import type { ImportFormat } from './format.ts';
import { runFolder } from './run-folder.ts';

export const importFormats: readonly ImportFormat[] = [runFolder];
