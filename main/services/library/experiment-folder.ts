/** An experiment's folder as the library keeps it: an outline that is enough for lists, and the planned runs once
 *  somebody asks. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Experiment } from '../../../shared/config/experiment.ts';
import { planProblem } from '../../../shared/config/experiment.ts';
import { isObject, objectFromJson } from '../../../shared/util/json.ts';
import { readText } from '../../files/read.ts';
import type { ExperimentRow } from '../../../shared/ipc/views.ts';
import type { Json } from '../../../shared/util/json.ts';
import { plannedRuns, runFolderNames } from '../../run-folder/experiment-folder.ts';
import type { PlannedRun } from '../../run-folder/experiment-folder.ts';
import { experimentFile, loadExperiment } from '../../run-folder/experiments.ts';
import { annotationProblem, readableAnnotation } from './annotations.ts';

/** What a list shows of an experiment. */
export interface Outline {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly seeds: readonly number[];
  /** Why its file cannot be outlined, as a sentence. */
  readonly problem: string | null;
}

/** An experiment in full. */
export interface KnownExperiment {
  readonly id: string;
  readonly folder: string;
  /** Null if its file cannot be read; `problem` says why. */
  readonly experiment: Experiment | null;
  readonly problem: string | null;
  /** By the name of the run's folder, in the experiment's order. */
  readonly planned: ReadonlyMap<string, PlannedRun>;
}

export interface ExperimentFolder {
  readonly id: string;
  readonly folder: string;
  /** ISO 8601 */
  readonly created: string;
  /** Where it lies if the data folder holds a link to it; else null. */
  readonly linkedTo: string | null;
  outline: Outline;
  /** Label and seed by the name of the run's folder, in the experiment's order. */
  places: ReadonlyMap<string, { readonly label: string; readonly seed: number }>;
  /** Parsed when first asked for: that takes a millisecond, too long at the start with a thousand experiments. */
  full: KnownExperiment | null;
  /** Why its folder could not be listed in full, as a sentence. */
  listing: string | null;
  /** Stamp of the file when it was last read. */
  fileStamp: string;
  /** Time of the folder's last change when it was last read; NaN while it may still be changing. */
  folderTime: number;
}

export function openExperimentFolder(id: string, folder: string): ExperimentFolder {
  const created = statSync(folder).birthtime.toISOString();
  const experiment: ExperimentFolder = {
    id,
    folder,
    created,
    linkedTo: lstatSync(folder).isSymbolicLink() ? realpathSync(folder) : null,
    outline: nothing,
    places: new Map(),
    full: null,
    listing: null,
    fileStamp: '',
    folderTime: NaN,
  };
  readOutline(experiment);
  return experiment;
}

/** Reads the file again. A damaged file gives an empty outline here, and its sentence in full. */
export function readOutline(experiment: ExperimentFolder): void {
  experiment.full = null;
  experiment.outline = outlineOf(join(experiment.folder, experimentFile));
  const { labels, seeds } = experiment.outline;
  const nameOf = runFolderNames(labels);
  const places = seeds.flatMap((seed) => labels.map((label) => [nameOf(label, seed), { label, seed }] as const));
  experiment.places = new Map(places);
}

export function inFull(experiment: ExperimentFolder): KnownExperiment {
  return (experiment.full ??= read(experiment));
}

function read({ id, folder }: ExperimentFolder): KnownExperiment {
  try {
    const experiment = loadExperiment(`${folder}/`);
    const planned = plannedRuns(folder, experiment).map((run) => [basename(run.folder), run] as const);
    return { id, folder, experiment, problem: null, planned: new Map(planned) };
  } catch (error) {
    return { id, folder, experiment: null, problem: (error as Error).message, planned: new Map() };
  }
}

/** The row that lists show of an experiment.
 *  runs: id of each, and when it began, ISO 8601, null where it has not · standing: of its comparison. */
export function experimentRow(
  experiment: ExperimentFolder,
  runs: readonly { readonly id: string; readonly begun: string | null }[],
  standing: Pick<ExperimentRow, 'verdict' | 'lead' | 'noVerdict'>,
): ExperimentRow {
  const { id, folder, created, outline, full } = experiment;
  const { description, labels, seeds } = outline;
  const times = [created, ...runs.flatMap(({ begun }) => begun ?? [])];
  return {
    ...{ id, description, algorithms: labels, seeds, linkedTo: experiment.linkedTo },
    name: outline.name || id,
    title: outline.title || id,
    created: times.reduce((first, time) => (time < first ? time : first)), // a copied folder is younger than its runs
    runs: runs.map((run) => run.id),
    ...standing,
    problem: full?.problem ?? outline.problem ?? experiment.listing ?? annotationProblem(folder),
    ...readableAnnotation(folder),
  };
}

const nothing: Outline = { name: '', title: '', description: '', labels: [], seeds: [], problem: null };

/** Reads only what a list shows; the parser checks the whole file later. No runs are planned by a file that is damaged,
 *  or that asks for too many. */
function outlineOf(path: string): Outline {
  try {
    const { name, title, description, algorithms, seeds } = objectFromJson(readText(path, 'experiment'), path);
    const problem = planProblem(listOr(algorithms).length, listOr(seeds).length);
    return {
      name: textOr(name, ''),
      title: textOr(title, ''),
      description: textOr(description, ''),
      labels: problem === null ? listOr(algorithms).flatMap(labelsIn) : [],
      seeds: problem === null ? listOr(seeds).filter((seed) => typeof seed === 'number') : [],
      problem: problem && `${path}: ${problem}`,
    };
  } catch (error) {
    return { ...nothing, problem: (error as Error).message };
  }
}

const labelsIn = (one: Json): string[] => (isObject(one) && typeof one.label === 'string' ? [one.label] : []);

const textOr = (value: Json | undefined, other: string): string => (typeof value === 'string' ? value : other);
const listOr = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
