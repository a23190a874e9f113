/** Our own format: the folder of a run or of an experiment, copied as it is. */
import { existsSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { namesIn } from '../files/list.ts';
import { kindOf } from '../files/read.ts';
import { grouped } from '../../shared/util/text.ts';
import { copyFile, makeFolder } from '../files/write.ts';
import { experimentFile, loadExperiment } from '../run-folder/experiments.ts';
import { isRun } from '../run-folder/run-summary.ts';
import type { ImportFormat } from './format.ts';

const holdsExperiment = (folder: string): boolean => existsSync(join(folder, experimentFile));

export const runFolder: ImportFormat = {
  name: 'runFolder',
  title: `the folder of a run or an experiment (config.json or ${experimentFile})`,
  recognise: (folder) => holdsExperiment(folder) || isRun(folder),
  preview: async (folder) => {
    if (holdsExperiment(folder)) loadExperiment(`${folder}/`);
    const { folders, files, bytes } = await walk(folder);
    return {
      runs: folders.filter(isRun),
      bytes,
      write: async (target) => {
        for (const one of folders) makeFolder(target, join(target, relative(folder, one)));
        for (const file of files) await copyFile(target, file, join(target, relative(folder, file)));
      },
    };
  },
};

/** A file for each step of a long run, of every run of an experiment. */
const mostFiles = 1_000_000;

interface Tree {
  /** The folder itself first. */
  readonly folders: string[];
  readonly files: string[];
  bytes: number;
}

/** Follows no link, since its target was not asked for. Leaves locks out, since they belong to a process. */
async function walk(folder: string, tree: Tree = { folders: [], files: [], bytes: 0 }): Promise<Tree> {
  tree.folders.push(folder);
  for (const name of namesIn(folder)) {
    if (tree.files.length === mostFiles)
      throw new RangeError(`${folder}: expected at most ${grouped(mostFiles)} files, got more`);
    const path = join(folder, name);
    const found = await lstat(path);
    if (found.isDirectory()) await walk(path, tree);
    else if (!found.isFile()) throw new Error(`${path}: expected files and folders only, got ${kindOf(found)}`);
    else if (name !== 'run.lock') {
      tree.files.push(path);
      tree.bytes += found.size;
    }
  }
  return tree;
}
