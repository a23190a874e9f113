/** Loads experiments by the words that people use (preset, file, folder), and changes them with `--set`. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseExperiment } from '../../shared/config/experiment.ts';
import type { Experiment, Variant } from '../../shared/config/experiment.ts';
import { applyOverrides, parseAssignments } from '../../shared/config/overrides.ts';
import { parseRunConfig } from '../../shared/config/run-config.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { nonEmptyText } from '../../shared/util/parser.ts';
import type { UncheckedObject } from '../../shared/util/parser.ts';
import { slug, suggestion } from '../../shared/util/text.ts';
import { namesIn } from '../files/list.ts';
import { readText } from '../files/read.ts';
import { presetsFolder } from './installation.ts';
import { unreserved } from '../../shared/util/file-name.ts';

export const experimentFile = 'experiment.json';

/** Names of the shipped presets, sorted. */
export const presetNames = (): string[] =>
  namesIn(presetsFolder, 'follow').filter((name) => existsSync(join(presetsFolder, name, experimentFile)));

/** The experiment that a word names: a preset, a file (an experiment or the config of one run), or the folder of an
 *  experiment. Throws a sentence when there is none or it does not parse. */
export function loadExperiment(source: string): Experiment {
  const path = experimentPath(source);
  try {
    return parseExperiment(
      asExperiment(objectFromJson(readText(path, 'experiment', path === source ? 'follow' : 'refuse'), path)),
      catalogues,
    );
  } catch (error) {
    const { message } = error as Error;
    throw new RangeError(message.startsWith(path) ? message : `${path}: ${message}`, { cause: error });
  }
}

function experimentPath(source: string): string {
  const preset = join(presetsFolder, source, experimentFile);
  const isPath = /[\\/]|\.json$/.test(source);
  if (!isPath && existsSync(preset)) return preset;
  const found = statSync(source, { throwIfNoEntry: false });
  if (found?.isFile()) return source;
  if (found?.isDirectory() && existsSync(join(source, experimentFile))) return join(source, experimentFile);
  throw new RangeError(
    isPath
      ? `${source}: expected the file or folder of an experiment, got ${found ? `a folder without ${experimentFile}` : 'nothing there'}`
      : `${source}: unknown preset${suggestion(source, presetNames())}`,
  );
}

/** The config of one run is an experiment with one algorithm and one seed. */
function asExperiment(input: UncheckedObject): UncheckedObject {
  if ('base' in input || 'algorithms' in input) return input;
  const { name, seed, ...base } = input;
  const config = parseRunConfig(input, catalogues);
  return {
    name: folderName(config.name),
    title: nonEmptyText(name, 'config.name'),
    base,
    algorithms: [{ label: config.algorithm.name }],
    seeds: [seed ?? config.seed],
  };
}

/** Room for what is added to a name, in the 255 bytes that a file system allows. */
const mostCharacters = 200;

/** The name of an experiment or a folder from any text; `run` if no letter or digit is left. */
export const folderName = (text: string): string => unreserved(slug(text).slice(0, mostCharacters), 'run') || 'run';

export interface Changes {
  /** `path=value`, in order. */
  readonly set: readonly string[];
  readonly seeds: readonly number[] | null;
}

/** The experiment with the assignments applied to all of its algorithms; a key of `algorithm` only to those that have
 *  it. Throws RangeError with a suggestion when none has the key, or when a value does not fit. */
export function changeExperiment(experiment: Experiment, { set, seeds }: Changes): Experiment {
  const names = set.filter((assignment) => /^[a-z]+\.name *=/.test(assignment));
  const accepted = new Set<string>();
  let refusal: unknown = null;
  const algorithms = experiment.algorithms.map(({ label, overrides }): Variant => {
    const config = applyOverrides(experiment.base, overrides);
    const more = set.map((assignment) => {
      try {
        const parsed = parseAssignments([...names, assignment], config, catalogues);
        accepted.add(assignment);
        const path = assignment.slice(0, assignment.indexOf('=')).trim();
        return { [path]: parsed[path] };
      } catch (error) {
        refusal ??= error;
        return {};
      }
    });
    return { label, overrides: Object.assign({}, overrides, ...more) as Variant['overrides'] };
  });
  if (set.some((assignment) => !accepted.has(assignment))) throw refusal;
  return parseExperiment({ ...experiment, algorithms, seeds: seeds ?? experiment.seeds }, catalogues);
}
