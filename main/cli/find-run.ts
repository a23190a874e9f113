/** Finds runs and experiments by the words of the command line. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { suggestion } from '../../shared/util/text.ts';
import { plannedRuns } from '../run-folder/experiment-folder.ts';
import { experimentFile, loadExperiment } from '../run-folder/experiments.ts';
import { isRun, runFolders } from '../run-folder/run-summary.ts';

/** The run folder that a word names: a path, or a path below `runs`. Throws RangeError with the nearest name. */
export function findRun(word: string, runs: string): string {
  for (const folder of [word, join(runs, word)]) if (isRun(folder)) return folder;
  const known = runFolders(runs).map((folder) => relative(runs, folder));
  throw new RangeError(`${word}: unknown run${known.length > 0 ? suggestion(word, known) : ` — ${runs} has none`}`);
}

/** The run folders that a word names: those of an experiment, or one run. Throws as `findRun`. */
export function findRuns(
  word: string,
  runs: string,
): { readonly folders: readonly string[]; readonly experiment: string | null } {
  for (const folder of [word, join(runs, word)])
    if (existsSync(join(folder, experimentFile))) return { folders: begunRuns(folder), experiment: folder };
  return { folders: [findRun(word, runs)], experiment: null };
}

/** The runs of the experiment that have begun, in its order. */
const begunRuns = (folder: string): string[] =>
  plannedRuns(folder, loadExperiment(`${folder}/`))
    .map((run) => run.folder)
    .filter(isRun);
