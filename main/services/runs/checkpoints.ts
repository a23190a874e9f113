/** The checkpoints of a run folder, as a list shows them. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFolder, checkpointSteps } from '../../run-folder/checkpoint-folder.ts';

export function checkpointsOf(folder: string): { readonly step: number; readonly bytes: number }[] {
  return checkpointSteps(folder).flatMap((step) => {
    try {
      const path = checkpointFolder(folder, step);
      const bytes = readdirSync(path).reduce((total, name) => total + statSync(join(path, name)).size, 0);
      return [{ step, bytes }];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return []; // the trainer has just deleted it
    }
  });
}
