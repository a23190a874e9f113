/** The folder of an experiment: experiment.json, one run folder for each algorithm and seed, and the report. */
import { existsSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { expandRuns } from '../../shared/config/experiment.ts';
import type { Experiment, ExperimentRun } from '../../shared/config/experiment.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { namesIn } from '../files/list.ts';
import { readText } from '../files/read.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { makeFolder, replaceFile } from '../files/write.ts';
import { experimentFile, folderName } from './experiments.ts';

export interface PlannedRun extends ExperimentRun {
  readonly folder: string;
}

/** Writes experiment.json into a new folder, or over the file of an experiment that is resumed. */
export function saveExperiment(folder: string, experiment: Experiment): void {
  makeFolder(dirname(folder), folder);
  replaceFile(dirname(folder), join(folder, experimentFile), Buffer.from(`${JSON.stringify(experiment, null, 2)}\n`));
}

/** Its runs, each with the folder `<label>-seed-<seed>`. Throws RangeError when two labels would share a folder. */
export function plannedRuns(folder: string, experiment: Experiment): PlannedRun[] {
  const taken = new Set<string>();
  const clash = experiment.algorithms.find(({ label }) => {
    const name = folderName(label);
    return taken.has(name) || !taken.add(name);
  })?.label;
  if (clash !== undefined)
    throw new RangeError(
      `experiment.algorithms: expected labels that differ in letters or digits, got ${clash} and another like it`,
    );
  return expandRuns(experiment, catalogues).map((run) => ({
    ...run,
    folder: join(folder, runFolderName(run.label, run.seed)),
  }));
}

export const runFolderName = (label: string, seed: number): string => `${folderName(label)}-seed-${seed}`;

/** `<runs>/<name>`, or the first of `<name>-2`, `<name>-3`, … that is free. */
export function freeExperimentFolder(runs: string, name: string): string {
  for (let i = 1; ; i++) {
    const folder = join(runs, i === 1 ? name : `${name}-${i}`);
    if (!existsSync(folder)) return folder;
  }
}

/** The folder with the highest number among those of the experiment of this name. The folder of another experiment may
 *  look like one of them: "lr-3". Throws a sentence when there is none. */
export function latestExperimentFolder(runs: string, name: string): string {
  const folderOf = (number: number): string => join(runs, number === 1 ? name : `${name}-${number}`);
  const numbers = namesIn(runs, 'follow')
    .filter((entry) => existsSync(join(runs, entry, experimentFile)))
    .map((entry) => (entry === name ? 1 : Number(new RegExp(`^${name}-(\\d+)$`).exec(entry)?.[1])))
    .filter((number) => number >= 1 && nameIn(folderOf(number)) === name);
  if (numbers.length === 0)
    throw new RangeError(`--resume: expected an experiment ${name} in ${runs}, got none — run it without --resume`);
  return folderOf(Math.max(...numbers));
}

/** The name in an experiment's file; null if it cannot be read. */
function nameIn(folder: string): unknown {
  const path = join(folder, experimentFile);
  try {
    return objectFromJson(readText(path, 'experiment'), path).name;
  } catch {
    return null;
  }
}
