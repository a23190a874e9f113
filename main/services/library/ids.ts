/** Ids of the window ↔ folders below the data folder. */
import { join, relative, sep } from 'node:path';

const part = /^[A-Za-z0-9][A-Za-z0-9._ -]*$/;

/** The folder of an id. Throws RangeError for anything that could lead elsewhere. */
export function folderOf(dataFolder: string, id: string): string {
  const parts = id.split('/');
  if (parts.length > 2 || !parts.every((one) => part.test(one) && !one.endsWith('.')))
    throw new RangeError(`id: expected the name of an experiment or a run, got ${JSON.stringify(id.slice(0, 60))}`);
  return join(dataFolder, ...parts);
}

export const idOf = (dataFolder: string, folder: string): string => relative(dataFolder, folder).split(sep).join('/');
