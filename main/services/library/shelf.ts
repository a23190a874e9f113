/** An experiment's folder as the library keeps it: enough to list it from its file's first look, the runs it plans when somebody asks. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../../../shared/config/experiment.ts';
import { isObject } from '../../../shared/util/json.ts';
import type { Json } from '../../../shared/util/json.ts';
import { plannedRuns, runFolderName } from '../../run-folder/experiment-folder.ts';
import type { PlannedRun } from '../../run-folder/experiment-folder.ts';
import { experimentFile, loadExperiment } from '../../run-folder/experiments.ts';

/** What a list shows of an experiment. */
export interface Outline {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly seeds: readonly number[];
}

/** An experiment in full. */
export interface KnownExperiment {
  readonly id: string;
  readonly folder: string;
  /** Null where its file cannot be read; `problem` says why. */
  readonly experiment: Experiment | null;
  readonly problem: string | null;
  /** By the name of their folder, in its own order. */
  readonly planned: ReadonlyMap<string, PlannedRun>;
}

export interface Shelf {
  readonly id: string;
  readonly folder: string;
  /** ISO 8601 */
  readonly created: string;
  outline: Outline;
  /** Label and seed by the name of the run's folder, in its own order. */
  places: ReadonlyMap<string, { readonly label: string; readonly seed: number }>;
  /** Parsed when first asked for: a millisecond, which a thousand experiments would make felt at the start. */
  full: KnownExperiment | null;
  /** Of the file when it was last read. */
  fileStamp: string;
  /** Of the folder when it was last read; NaN while it may still be changing. */
  folderTime: number;
}

export function openShelf(id: string, folder: string): Shelf {
  const created = statSync(folder).birthtime.toISOString();
  const shelf: Shelf = {
    id,
    folder,
    created,
    outline: nothing,
    places: new Map(),
    full: null,
    fileStamp: '',
    folderTime: NaN,
  };
  readOutline(shelf);
  return shelf;
}

/** Reads the file again. One that is damaged gives an empty outline, and its sentence when it is asked for in full. */
export function readOutline(shelf: Shelf): void {
  shelf.full = null;
  shelf.outline = outlineOf(join(shelf.folder, experimentFile));
  const { labels, seeds } = shelf.outline;
  const places = seeds.flatMap((seed) => labels.map((label) => [runFolderName(label, seed), { label, seed }] as const));
  shelf.places = new Map(places);
}

export function inFull(shelf: Shelf): KnownExperiment {
  return (shelf.full ??= read(shelf));
}

function read({ id, folder }: Shelf): KnownExperiment {
  try {
    const experiment = loadExperiment(`${folder}/`);
    const planned = plannedRuns(folder, experiment).map((run) => [runFolderName(run.label, run.seed), run] as const);
    return { id, folder, experiment, problem: null, planned: new Map(planned) };
  } catch (error) {
    return { id, folder, experiment: null, problem: (error as Error).message, planned: new Map() };
  }
}

const nothing: Outline = { name: '', title: '', description: '', labels: [], seeds: [] };

/** Looks at nothing that a list does not show, since the parser, which does, comes later. */
function outlineOf(path: string): Outline {
  try {
    const { name, title, description, algorithms, seeds } = JSON.parse(readFileSync(path, 'utf8')) as Record<
      string,
      Json | undefined
    >;
    return {
      name: textOr(name, ''),
      title: textOr(title, ''),
      description: textOr(description, ''),
      labels: listOr(algorithms).flatMap((one) => (isObject(one) && typeof one.label === 'string' ? [one.label] : [])),
      seeds: listOr(seeds).filter((seed) => typeof seed === 'number'),
    };
  } catch {
    return nothing;
  }
}

const textOr = (value: Json | undefined, other: string): string => (typeof value === 'string' ? value : other);
const listOr = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
