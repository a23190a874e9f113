/** Ids of the window ↔ folders below the data folder. */
import { join, relative, sep } from 'node:path';
import { idParts } from '../../../shared/ipc/ids.ts';

/** The folder of an id. Throws RangeError for anything that could lead elsewhere. */
export function folderOf(dataFolder: string, id: string): string {
  const parts = idParts(id);
  // such names mean other things there: a drive, a stream of a file, a folder of the same name
  if (process.platform === 'win32' && parts.some((one) => /[<>:"|?*]|[. ]$/.test(one)))
    throw new RangeError(`id: expected the name of a folder, got ${JSON.stringify(id.slice(0, 60))}`);
  return join(dataFolder, ...parts);
}

export const idOf = (dataFolder: string, folder: string): string => relative(dataFolder, folder).split(sep).join('/');
