/** Which experiments and runs a data folder holds, by id. Finds those that came or went; does not read what runs have
 *  written. */
import { existsSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { experimentFile } from '../../run-folder/experiments.ts';
import { isRun } from '../../run-folder/run-summary.ts';
import { openExperimentFolder, readOutline } from './experiment-folder.ts';
import type { ExperimentFolder } from './experiment-folder.ts';
import { idOf } from './ids.ts';
import { listFolder } from '../../files/list.ts';
import { linkProblem } from '../../files/own.ts';
import { fileStamp } from '../../files/read.ts';
import { idsOf } from './run-entry.ts';
import type { Entry } from './run-entry.ts';

/** The owner of the entries. */
export interface EntryKeeper {
  /** Makes the entry of a new run. */
  create(id: string, folder: string, experiment: ExperimentFolder | null, present: boolean): Entry;
  /** Whether the folder is known to hold a run without a look into it. */
  knows(folder: string): boolean;
  /** The run's folder is gone, and its experiment still plans it. */
  vanished(entry: Entry): void;
  dropped(entry: Entry): void;
  experimentDropped(id: string): void;
}

export interface FolderIndex {
  readonly experiments: ReadonlyMap<string, ExperimentFolder>;
  readonly entries: ReadonlyMap<string, Entry>;
  /** The runs of an experiment, in its own order. */
  runsOf(experiment: string): Entry[];
  /** Names of the folders in the data folder, and a sentence if there are more than it lists. */
  list(): FolderNames;
  /** Looks at one folder directly in the data folder. Returns the ids that came, changed or went. */
  look(name: string): string[];
  /** Drops everything that lies in none of these folders. Returns its ids. */
  dropOthers(names: readonly string[]): string[];
}

/** A folder that changed less than this ago may change again under the same modification time. */
const settledMs = 3000;

export function createFolderIndex(dataFolder: string, keeper: EntryKeeper): FolderIndex {
  const experiments = new Map<string, ExperimentFolder>();
  const entries = new Map<string, Entry>();
  /** Runs by their experiment. */
  const within = new Map<string, Map<string, Entry>>();

  function add(folder: string, experiment: ExperimentFolder | null, present: boolean): Entry {
    const entry = keeper.create(idOf(dataFolder, folder), folder, experiment, present);
    entries.set(entry.id, entry);
    if (experiment) within.get(experiment.id)!.set(entry.id, entry);
    return entry;
  }

  function drop(entry: Entry): string[] {
    entries.delete(entry.id);
    if (entry.experiment) within.get(entry.experiment.id)?.delete(entry.id);
    keeper.dropped(entry);
    return idsOf(entry);
  }

  function dropExperiment(id: string): string[] {
    const gone = [...(within.get(id)?.values() ?? [])].flatMap(drop);
    experiments.delete(id);
    within.delete(id);
    keeper.experimentDropped(id);
    return [...gone, id];
  }

  /** Brings the runs of an experiment up to its outline and its folder. Returns the ids that came, changed or went. */
  function arrange(experiment: ExperimentFolder): string[] {
    const listed = foldersIn(experiment.folder, { most: mostFolders });
    const names = new Set(listed.names);
    const own = within.get(experiment.id)!;
    const { places } = experiment;
    const linked = listed.links.filter((name) => places.has(name)).map((name) => join(experiment.folder, name));
    experiment.listing = listed.problem ?? linkProblem(experiment.folder, linked);
    const wanted = [...places.keys(), ...[...names].filter((name) => !places.has(name))];
    const changed: string[] = [];
    const arranged = new Map<string, Entry>();
    for (const name of wanted) {
      const folder = join(experiment.folder, name);
      const id = idOf(dataFolder, folder);
      let entry = own.get(id);
      if (!entry && !places.has(name) && !keeper.knows(folder) && !isRun(folder)) continue;
      if (!entry) {
        entry = add(folder, experiment, names.has(name));
        changed.push(id, experiment.id);
      } else {
        if (entry.present && !names.has(name)) {
          keeper.vanished(entry);
          changed.push(...idsOf(entry));
        }
        entry.present = names.has(name);
        entry.recheck = true;
      }
      arranged.set(id, entry);
    }
    const gone = [...own.values()].filter((entry) => !arranged.has(entry.id)).flatMap(drop);
    within.set(experiment.id, arranged);
    return [...changed, ...gone];
  }

  function lookAtExperiment(id: string, folder: string): string[] {
    const file = fileStamp(join(folder, experimentFile));
    const time = statSync(folder).mtimeMs;
    const known = experiments.get(id);
    if (known?.fileStamp === file && known.folderTime === time) return [];
    const experiment = known ?? openExperimentFolder(id, folder);
    const changed = known?.fileStamp === file ? [] : [id];
    if (!known) {
      experiments.set(id, experiment);
      within.set(id, new Map());
    } else if (known.fileStamp !== file) readOutline(experiment);
    experiment.fileStamp = file;
    changed.push(...arrange(experiment));
    experiment.folderTime = Date.now() - time > settledMs ? time : NaN;
    return changed;
  }

  return {
    experiments,
    entries,
    runsOf: (experiment) => [...(within.get(experiment)?.values() ?? [])],
    list: () => foldersIn(dataFolder, { linked: true }),
    look(name) {
      const folder = join(dataFolder, name);
      const id = idOf(dataFolder, folder);
      const lone = entries.get(id);
      if (existsSync(join(folder, experimentFile)))
        return [...(lone ? drop(lone) : []), ...lookAtExperiment(id, folder)];
      const gone = experiments.has(id) ? dropExperiment(id) : [];
      if (!keeper.knows(folder) && !isRun(folder)) return lone ? [...gone, ...drop(lone)] : gone;
      return lone ? gone : [...gone, ...idsOf(add(folder, null, true))];
    },
    dropOthers(names) {
      const here = new Set(names.map((name) => idOf(dataFolder, join(dataFolder, name))));
      const lost = [...experiments.keys()].filter((id) => !here.has(id)).flatMap(dropExperiment);
      const alone = [...entries.values()].filter(({ id, experiment }) => experiment === null && !here.has(id));
      return [...lost, ...alone.flatMap(drop)];
    },
  };
}

interface FolderNames {
  readonly names: readonly string[];
  /** Names of links, which are not followed. */
  readonly links: readonly string[];
  readonly problem: string | null;
}

/** Of one experiment. What it does not plan is looked into, name by name. */
const mostFolders = 10_000;

interface FolderListing {
  readonly most?: number;
  /** Lists links to experiments, too: they are read where they lie. Other links are never followed. */
  readonly linked?: boolean;
}

/** Names of the folders in it, none where it is gone, and a sentence if it holds more than are listed. */
function foldersIn(folder: string, { most, linked = false }: FolderListing): FolderNames {
  const { entries, problem } = listFolder(folder, 'follow', most);
  const isLinked = (one: Dirent): boolean =>
    linked && one.isSymbolicLink() && existsSync(join(folder, one.name, experimentFile));
  const all = entries
    .filter((one) => (one.isDirectory() || isLinked(one)) && !one.name.startsWith('.'))
    .map(({ name }) => name);
  const names = all.filter((name) => !/\p{Cc}/u.test(name)); // ids are joined by line breaks
  const unfit =
    names.length === all.length
      ? null
      : `${folder}: expected names of folders without line breaks and other control characters, got ${all.length - names.length} with one — rename them`;
  const links = entries.filter((one) => one.isSymbolicLink() && !isLinked(one)).map(({ name }) => name);
  return { names, links, problem: problem ?? unfit };
}
