/** The folder of an experiment: experiment.json, one run folder for each algorithm and seed, and the report. */
import { existsSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { expandRuns } from '../../shared/config/experiment.ts';
import type { Experiment, ExperimentRun } from '../../shared/config/experiment.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { namesIn } from '../files/list.ts';
import { fileStamp, readText } from '../files/read.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { makeFolder, replaceFile } from '../files/write.ts';
import { sha256 } from './disk.ts';
import { experimentFile, folderName } from './experiments.ts';

export interface PlannedRun extends ExperimentRun {
  readonly folder: string;
}

/** Writes experiment.json into a new folder, or over the file of an experiment that is resumed. */
export function saveExperiment(folder: string, experiment: Experiment): void {
  makeFolder(dirname(folder), folder);
  replaceFile(dirname(folder), join(folder, experimentFile), Buffer.from(`${JSON.stringify(experiment, null, 2)}\n`));
}

/** Its runs, each with its folder. */
export function plannedRuns(folder: string, experiment: Experiment): PlannedRun[] {
  const nameOf = runFolderNames(experiment.algorithms.map(({ label }) => label));
  return expandRuns(experiment, catalogues).map((run) => ({
    ...run,
    folder: join(folder, nameOf(run.label, run.seed)),
  }));
}

/** Some disks refuse names of more than 255 bytes. */
const longest = 200;

/** Names of run folders in an experiment with these labels: `<label>-seed-<seed>`, the label in Latin letters and
 *  digits. A label that is long, or reads like an earlier one in these, gets a hash of its own. */
export function runFolderNames(labels: readonly string[]): (label: string, seed: number) => string {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const label of labels) {
    const plain = folderName(label);
    const hashed = `${plain.slice(0, longest)}-${sha256(label).slice(0, 8)}`;
    const name = taken.has(plain) || plain.length > longest ? hashed : plain;
    taken.add(name);
    names.set(label, name);
  }
  return (label, seed) => `${names.get(label) ?? folderName(label)}-seed-${seed}`;
}

/** `<runs>/<name>`, or the first of `<name>-2`, `<name>-3`, … that is free. */
export function freeExperimentFolder(runs: string, name: string): string {
  for (let i = 1; ; i++) {
    const folder = join(runs, i === 1 ? name : `${name}-${i}`);
    if (fileStamp(folder) === '-') return folder; // a link that leads to nothing has the name too
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
