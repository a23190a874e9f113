/** An experiment: one base config, the algorithms to compare, the seeds to compare them on. */
import { canonicalJson } from './hash.ts';
import { excerpt } from '../util/json.ts';
import { anyObject, nonEmptyList, nonEmptyText, requireKnownKeys, type UncheckedObject } from '../util/parser.ts';
import { SeveralProblems, sentencesOf } from '../util/sentences.ts';
import { grouped } from '../util/text.ts';
import { text } from './parameter.ts';
import { applyOverrides, type Overrides } from './overrides.ts';
import { parseValue } from './parse.ts';
import { parseRunConfig, type Catalogues, type RunConfig } from './run-config.ts';
import { runName } from './run-name.ts';
import { runParameters } from './sections.ts';

/** One column of the comparison. */
export interface Variant {
  /** Unique within its experiment; shown in charts and reports. */
  readonly label: string;
  readonly overrides: Overrides;
}

export interface Experiment {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly title: string;
  /** The question it asks, in words. */
  readonly description: string;
  /** What all runs share; without name and seed. */
  readonly base: UncheckedObject;
  readonly algorithms: readonly Variant[];
  /** The same for every algorithm, so that runs are compared in pairs. */
  readonly seeds: readonly number[];
}

export interface ExperimentRun {
  readonly label: string;
  readonly seed: number;
  readonly config: RunConfig;
}

/** May be empty, as a title may not. */
const description = text({ default: '', help: 'The question the experiment asks, in words.' });

/** Most runs of an experiment, one for each algorithm and seed: a plan of a few letters could ask for any number. */
const mostRuns = 1000;

/** A sentence if so many algorithms and seeds are too many runs; null otherwise. */
export const planProblem = (algorithms: number, seeds: number): string | null =>
  algorithms * seeds <= mostRuns
    ? null
    : `experiment: expected at most ${mostRuns} runs, got ${grouped(algorithms)} algorithms × ${grouped(seeds)} seeds — split it into several experiments`;

/** Reads an experiment; each of its runs must parse. Throws TypeError or RangeError with a sentence. */
export function parseExperiment(input: unknown, catalogues: Catalogues): Experiment {
  const path = 'experiment';
  const given = anyObject(input, path);
  const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
  const tooMany = planProblem(lengthOf(given.algorithms), lengthOf(given.seeds));
  if (tooMany !== null) throw new RangeError(tooMany);
  requireKnownKeys(given, ['name', 'title', 'description', 'base', 'algorithms', 'seeds'], path);
  const experiment: Experiment = {
    name: parseName(given.name, `${path}.name`),
    title: nonEmptyText(given.title, `${path}.title`),
    description: parseValue(description, given.description ?? '', `${path}.description`) as string,
    base: parseBase(given.base, `${path}.base`),
    algorithms: nonEmptyList(parseVariant)(given.algorithms, `${path}.algorithms`),
    seeds: nonEmptyList(parseSeed)(given.seeds, `${path}.seeds`),
  };
  requireDistinct(experiment.seeds, `${path}.seeds`);
  requireDistinct(
    experiment.algorithms.map((variant) => variant.label),
    `${path}.algorithms`,
  );
  expandRuns(experiment, catalogues);
  return experiment;
}

/** What is asked of an experiment that is to begin, and not of one that was begun before: labels that say what trains,
 *  and variants that differ. Throws RangeError. */
export function checkNew(experiment: Experiment, catalogues: Catalogues): void {
  const runs = expandRuns({ ...experiment, seeds: experiment.seeds.slice(0, 1) }, catalogues);
  for (const run of runs) refuseOtherName(run, catalogues);
  refuseTwins(runs);
}

/** A label that is the name of an algorithm must train it: a verdict says who won by these labels. */
function refuseOtherName({ label, config }: ExperimentRun, { algorithms }: Catalogues): void {
  const named = algorithms.find(({ name, title = name }) =>
    [name, title].some((one) => one.toLowerCase() === label.trim().toLowerCase()),
  );
  if (named !== undefined && named.name !== config.algorithm.name)
    throw new RangeError(
      `experiment.algorithms: expected the label ${label} to train ${named.name}, got algorithm.name ${config.algorithm.name} — name it by what it trains`,
    );
}

/** Two variants with one config would be compared as if they were two algorithms. */
function refuseTwins(runs: readonly ExperimentRun[]): void {
  const seen = new Map<string, string>();
  for (const { label, config } of runs) {
    const key = canonicalJson({ ...config, name: '' });
    const twin = seen.get(key);
    if (twin !== undefined)
      throw new RangeError(
        `experiment.algorithms: expected variants that differ, got ${twin} and ${label} with one and the same config — change one of them, or leave it out`,
      );
    seen.set(key, label);
  }
}

/** The runs of experiments that were expanded, by their catalogues: an experiment is parsed by expanding it, and its
 *  plan asks again. */
const expanded = new WeakMap<
  Experiment,
  { readonly catalogues: Catalogues; readonly runs: readonly ExperimentRun[] }
>();

/** One run for each label and seed, seed by seed, so that a stopped experiment has whole pairs.
 *  Throws as `parseRunConfig`, with the label in front. */
export function expandRuns(experiment: Experiment, catalogues: Catalogues): readonly ExperimentRun[] {
  const known = expanded.get(experiment);
  if (known?.catalogues === catalogues) return known.runs;
  const runs = expand(experiment, catalogues);
  expanded.set(experiment, { catalogues, runs });
  return runs;
}

function expand({ name, base, algorithms, seeds }: Experiment, catalogues: Catalogues): ExperimentRun[] {
  return seeds.flatMap((seed) =>
    algorithms.map(({ label, overrides }) => {
      const changed = { ...applyOverrides(base, overrides), name: runName(name, label, seed), seed };
      try {
        return { label, seed, config: parseRunConfig(changed, catalogues) };
      } catch (error) {
        const [first, ...others] = sentencesOf(error);
        throw new SeveralProblems([`experiment ${name}, ${label}: ${first}`, ...others]);
      }
    }),
  );
}

function parseName(input: unknown, path: string): string {
  const name = nonEmptyText(input, path);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name))
    throw new RangeError(`${path}: expected lower-case letters, digits and hyphens, got ${excerpt(name)}`);
  return name;
}

const parseSeed = (input: unknown, path: string): number => parseValue(runParameters.seed, input, path) as number;

function parseBase(input: unknown, path: string): UncheckedObject {
  const base = anyObject(input, path);
  for (const key of ['name', 'seed'])
    if (Object.hasOwn(base, key))
      throw new RangeError(
        `${path}.${key}: expected none, got ${excerpt(base[key])} — each run of the experiment gets its own`,
      );
  return base;
}

function parseVariant(input: unknown, path: string): Variant {
  const given = anyObject(input, path);
  requireKnownKeys(given, ['label', 'overrides'], path);
  const overrides = anyObject(given.overrides ?? {}, `${path}.overrides`);
  for (const key of ['name', 'seed'])
    if (Object.hasOwn(overrides, key))
      throw new RangeError(`${path}.overrides.${key}: expected none — each run of the experiment gets its own`);
  return { label: nonEmptyText(given.label, `${path}.label`), overrides };
}

function requireDistinct(items: readonly unknown[], path: string): void {
  const seen = new Set<unknown>();
  const repeated = items.find((item) => seen.size === seen.add(item).size);
  if (repeated !== undefined) throw new RangeError(`${path}: expected each once, got ${excerpt(repeated)} twice`);
}
