/** Imports a run or an experiment from elsewhere on this machine into the data folder. */
import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, statfsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { move, removeTreeSlowly } from '../../files/write.ts';
import { importFormats } from '../../imports/index.ts';
import { freeExperimentFolder } from '../../run-folder/experiment-folder.ts';
import { folderName } from '../../run-folder/experiments.ts';
import { lockHolder } from '../../run-folder/lock.ts';
import { readManifest, runFiles } from '../../run-folder/run-folder.ts';
import type { Store } from '../../store/open.ts';
import { findRun } from '../../store/runs.ts';

/** Returns the new folder, which gets its name when it is complete. Throws a sentence when no format recognises the
 *  folder, when a run is being written to or is here already, when it lies in the data folder, or when it does not fit
 *  on the disk. */
export async function importFolder(dataFolder: string, store: Store, folder: string): Promise<string> {
  const source = existing(folder);
  const format = importFormats.find(({ recognise }) => recognise(source));
  if (!format) {
    const titles = importFormats.map(({ title }) => title).join(', or ');
    throw new RangeError(`${folder}: expected ${titles}, got another one`);
  }
  const inside = relative(realpathSync(dataFolder), source);
  if (!inside.startsWith('..') && resolve(inside) !== inside)
    throw new RangeError(`${folder}: expected a folder outside the data folder, got one that is in it already`);
  const { runs, bytes, write } = await format.preview(source);
  for (const run of runs) refuseUnfit(run, store);
  const { bavail, bsize } = statfsSync(dataFolder);
  if (bytes > bavail * bsize)
    throw new Error(
      `${folder}: expected ${bytes} bytes of room in ${dataFolder}, got ${bavail * bsize} — free some space there`,
    );
  const staging = join(dataFolder, `.import-${randomBytes(8).toString('hex')}`);
  try {
    await write(staging);
    const target = freeExperimentFolder(dataFolder, folderName(basename(source)));
    move(dataFolder, staging, target);
    return target;
  } catch (error) {
    await removeTreeSlowly(dataFolder, staging);
    throw error;
  }
}

function existing(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    throw new RangeError(`${folder}: expected a folder on the machine that the services run on, got nothing there`);
  }
}

function refuseUnfit(run: string, store: Store): void {
  const { id } = readManifest(run);
  const here = findRun(store, id);
  if (here && existsSync(runFiles(here.folder).config))
    throw new Error(`${run}: expected a run that is not here yet, got a copy of ${here.folder}`);
  const holder = lockHolder(run);
  if (holder)
    throw new Error(
      `${run}: expected a run that has ended, got one that process ${holder.pid} on ${holder.host} writes to — stop it first`,
    );
}
