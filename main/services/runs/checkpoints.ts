/** The checkpoints of a run folder, as a list shows them. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../../files/list.ts';
import { Unfit } from '../../files/read.ts';
import { checkpointFolder, checkpointSteps } from '../../run-folder/checkpoint-folder.ts';

/** None where there is no folder of checkpoints, or it is none: a link, a file. */
export function checkpointsOf(folder: string): { readonly step: number; readonly bytes: number }[] {
  return stepsOf(folder).flatMap((step) => {
    try {
      const path = checkpointFolder(folder, step);
      const bytes = namesIn(path).reduce((total, name) => total + lstatSync(join(path, name)).size, 0);
      return [{ step, bytes }];
    } catch (error) {
      if (!(error instanceof Unfit) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return []; // the trainer has just deleted it, or it is no checkpoint
    }
  });
}

function stepsOf(folder: string): number[] {
  try {
    return checkpointSteps(folder);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    return [];
  }
}
