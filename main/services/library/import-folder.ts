/** Copies a run or an experiment from elsewhere on this machine into the data folder. */
import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, statfsSync } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import type { Store } from '../../store/open.ts';
import { findRun } from '../../store/runs.ts';
import { lockHolder } from '../../run-folder/lock.ts';
import { readManifest, runFiles } from '../../run-folder/run-folder.ts';
import { experimentFile, loadExperiment, folderName } from '../../run-folder/experiments.ts';
import { freeExperimentFolder } from '../../run-folder/experiment-folder.ts';
import { isRun } from '../../run-folder/run-summary.ts';

/** Returns the folder of the copy, which gets its name when it is complete. Throws a sentence when the folder holds
 *  neither, is being written to, holds a link or another special file, is in the data folder already, or does not fit
 *  on the disk. */
export async function importFolder(dataFolder: string, store: Store, folder: string): Promise<string> {
  const source = existing(folder);
  const isExperiment = existsSync(join(source, experimentFile));
  if (isExperiment) loadExperiment(`${source}/`);
  else if (!isRun(source))
    throw new RangeError(
      `${folder}: expected the folder of a run or an experiment, got one without config.json or ${experimentFile}`,
    );
  const inside = relative(realpathSync(dataFolder), source);
  if (!inside.startsWith('..') && resolve(inside) !== inside)
    throw new RangeError(`${folder}: expected a folder outside the data folder, got one that is in it already`);
  const tree = await walk(source);
  const runs = tree.folders.filter(isRun);
  for (const run of runs) refuseUnfit(run, store);
  const { bavail, bsize } = statfsSync(dataFolder);
  if (tree.bytes > bavail * bsize)
    throw new Error(
      `${folder}: expected ${tree.bytes} bytes of room in ${dataFolder}, got ${bavail * bsize} — free some space there`,
    );
  const staging = join(dataFolder, `.import-${randomBytes(8).toString('hex')}`);
  try {
    for (const one of tree.folders) await mkdir(join(staging, relative(source, one)), { recursive: true });
    for (const file of tree.files) await copyFile(file, join(staging, relative(source, file)));
    const target = freeExperimentFolder(dataFolder, folderName(basename(source)));
    await rename(staging, target);
    return target;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
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

interface Tree {
  /** The folder itself first. */
  readonly folders: string[];
  readonly files: string[];
  bytes: number;
}

/** Follows no link, since its target was not asked for. Leaves locks out, since they belong to a process. */
async function walk(folder: string, tree: Tree = { folders: [], files: [], bytes: 0 }): Promise<Tree> {
  tree.folders.push(folder);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await lstat(path);
    if (found.isDirectory()) await walk(path, tree);
    else if (!found.isFile())
      throw new Error(
        `${path}: expected files and folders only, got ${found.isSymbolicLink() ? 'a link' : 'something else'}`,
      );
    else if (name !== 'run.lock') {
      tree.files.push(path);
      tree.bytes += found.size;
    }
  }
  return tree;
}
