/** Ids of the window ↔ folders below the data folder. */
import { join, relative, sep } from 'node:path';
import { idParts } from '../../../shared/ipc/ids.ts';

/** The folder of an id. Throws RangeError for anything that could lead elsewhere. */
export const folderOf = (dataFolder: string, id: string): string => join(dataFolder, ...idParts(id));

export const idOf = (dataFolder: string, folder: string): string => relative(dataFolder, folder).split(sep).join('/');
