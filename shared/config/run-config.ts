/** The resolved config of a run: what is stored with it, hashed, and enough to repeat it. */
import { excerpt } from '../util/json.ts';
import { anyObject, nonEmptyText, requireKnownKeys, type UncheckedObject } from '../util/parser.ts';
import { didYouMean } from '../util/text.ts';
import { SeveralProblems } from '../util/sentences.ts';
import type { ParameterValue, Parameters, Values } from './parameter.ts';
import { parseParameters } from './parse.ts';
import {
  modelParameters,
  optimizerParameters,
  retrieverParameters,
  rolloutParameters,
  runParameters,
  schedules,
  trainParameters,
} from './sections.ts';

/** A member of a catalogue as the config sees it. */
export interface Entry {
  readonly name: string;
  /** Short, for a list to choose from; absent: the name. */
  readonly title?: string;
  readonly help?: string;
  readonly parameters: Parameters;
  readonly presets?: Readonly<Record<string, Readonly<Record<string, ParameterValue | undefined>>>>;
  /** What the question source must supply for this member to work, in words; absent: nothing. */
  needs?(values: Readonly<Record<string, ParameterValue>>): readonly string[];
  /** What a question source supplies, in the same words. */
  readonly supplies?: readonly string[];
  /** Sentences that start with the path of what is wrong, below `config`. */
  problems?(
    values: Readonly<Record<string, ParameterValue>>,
    rollout: Values<typeof rolloutParameters>,
  ): readonly string[];
}

/** What a run can choose from; handed in, since the config comes before the catalogues. */
export interface Catalogues {
  readonly algorithms: readonly Entry[];
  readonly questionSources: readonly Entry[];
  readonly retrievers: readonly Entry[];
  readonly optimizers: readonly Entry[];
}

/** A chosen member with the value of each of its parameters beside its name. */
export type Chosen = { readonly name: string } & Readonly<Record<string, ParameterValue>>;

export type RunConfig = Values<typeof runParameters> & {
  /** A preset is resolved: its values are here, its name is not. */
  readonly algorithm: Chosen;
  readonly world: Chosen;
  readonly retriever: Chosen & Values<typeof retrieverParameters>;
  readonly model: Values<typeof modelParameters>;
  readonly rollout: Values<typeof rolloutParameters>;
  readonly optimizer: Chosen & Values<typeof optimizerParameters>;
  /** `constant` has no final share. */
  readonly schedule: Chosen & { readonly warmupSteps: number; readonly finalShare?: number };
  readonly train: Values<typeof trainParameters>;
};

/** Parameters that a section has whichever member it chooses. */
const common = { retriever: retrieverParameters, optimizer: optimizerParameters } as const;

/** Values of a section that survive the choice of another member: those of its common parameters. */
export const keptValues = (section: string, values: UncheckedObject): UncheckedObject =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([key]) => Object.hasOwn(common, section) && Object.hasOwn(common[section as keyof typeof common], key),
    ),
  );

/** The sections that choose a member: key of the config → what there is to choose from. */
export const chooseFrom = (catalogues: Catalogues): Readonly<Record<string, readonly Entry[]>> => ({
  algorithm: catalogues.algorithms,
  world: catalogues.questionSources,
  retriever: withParameters(common.retriever, catalogues.retrievers),
  optimizer: withParameters(common.optimizer, catalogues.optimizers),
  schedule: schedules,
});

/** The sections that are the same for every run. */
export const fixedSections: Readonly<Record<string, Parameters>> = {
  model: modelParameters,
  rollout: rolloutParameters,
  train: trainParameters,
};

const withParameters = (common: Parameters, entries: readonly Entry[]): Entry[] =>
  entries.map((entry) => ({ ...entry, parameters: { ...common, ...entry.parameters } }));

/** Reads a config, fills the defaults in and refuses contradictions. An absent section chooses the first member of its
 *  catalogue; `algorithm.preset` names the values to start from. The result parses to itself.
 *  Throws TypeError or RangeError with one sentence per fault. */
export function parseRunConfig(input: unknown, catalogues: Catalogues): RunConfig {
  const given = anyObject(input, 'config');
  const choices = chooseFrom(catalogues);
  requireKnownKeys(
    given,
    [...Object.keys(runParameters), ...Object.keys(choices), ...Object.keys(fixedSections)],
    'config',
  );

  const top = Object.fromEntries(
    Object.keys(runParameters)
      .filter((key) => Object.hasOwn(given, key))
      .map((key) => [key, given[key]]),
  );
  const config = {
    ...parseParameters(runParameters, top, 'config'),
    ...mapValues(choices, (entries, key) => parseChosen(entries, given[key], `config.${key}`)),
    ...mapValues(fixedSections, (declared, key) => parseParameters(declared, given[key], `config.${key}`)),
  } as RunConfig;

  nonEmptyText(config.name, 'config.name');
  nonEmptyText(config.model.checkpoint, 'config.model.checkpoint');
  const problems = [
    ...memberProblems(config, catalogues),
    ...supplyProblems(config, catalogues),
    ...runProblems(config),
  ];
  if (problems.length > 0) throw new SeveralProblems(problems.map((problem) => `config.${problem}`));
  return config;
}

/** The member that a section names; the first where it names none. Throws RangeError for an unknown name. */
export function chosenEntry(entries: readonly Entry[], section: UncheckedObject, path: string): Entry {
  if (!Object.hasOwn(section, 'name')) return entries[0];
  const found = entries.find((entry) => entry.name === section.name);
  if (found) return found;
  const known = entries.map((entry) => entry.name);
  throw new RangeError(
    `${path}.name: expected one of ${known.join(', ')}, got ${excerpt(section.name)}${didYouMean(section.name, known)}`,
  );
}

function parseChosen(entries: readonly Entry[], input: unknown, path: string): Chosen {
  const section = input === undefined ? {} : anyObject(input, path);
  const entry = chosenEntry(entries, section, path);
  const { name, preset, ...own } = { ...section, name: entry.name, preset: section.preset };
  const start = preset === undefined ? {} : presetValues(entry, preset, `${path}.preset`);
  return { name, ...parseParameters(entry.parameters, { ...start, ...own }, path) };
}

function presetValues(entry: Entry, preset: unknown, path: string): UncheckedObject {
  const presets = entry.presets ?? {};
  if (typeof preset === 'string' && Object.hasOwn(presets, preset)) return presets[preset];
  const known = Object.keys(presets);
  if (known.length === 0) throw new RangeError(`${path}: ${entry.name} has no presets, got ${excerpt(preset)}`);
  throw new RangeError(
    `${path}: expected one of ${known.join(', ')}, got ${excerpt(preset)}${didYouMean(preset, known)}`,
  );
}

function memberProblems(config: RunConfig, catalogues: Catalogues): string[] {
  return Object.entries(chooseFrom(catalogues)).flatMap(([key, entries]) => {
    const chosen = config[key as 'algorithm'];
    return chosenEntry(entries, chosen, key).problems?.(chosen, config.rollout) ?? [];
  });
}

/** What the algorithm needs and the question source does not supply. */
function supplyProblems({ algorithm, world }: RunConfig, { algorithms, questionSources }: Catalogues): string[] {
  const { supplies = [] } = chosenEntry(questionSources, world, 'world');
  const needs = chosenEntry(algorithms, algorithm, 'algorithm').needs?.(algorithm) ?? [];
  const missing = needs.filter((need) => !supplies.includes(need));
  if (missing.length === 0) return [];
  const able = questionSources.filter((other) => needs.every((need) => other.supplies?.includes(need)));
  const advice = able.length > 0 ? `choose ${able.map(({ name }) => name).join(' or ')}` : 'no world does';
  return [
    `world.name: expected a world that supplies ${missing.join(' and ')} for ${algorithm.name}, got ${world.name} — ${advice}`,
  ];
}

/** Contradictions between sections. */
function runProblems({ rollout, schedule, train }: RunConfig): string[] {
  const problems: string[] = [];
  if (rollout.temperature === 0 && rollout.groupSize > 1)
    problems.push(
      `rollout.temperature: expected more than 0 for groups of ${rollout.groupSize}, got 0 — equal rollouts teach nothing`,
    );
  if (train.updatesPerStep > rollout.questionsPerStep)
    problems.push(
      `train.updatesPerStep: expected at most rollout.questionsPerStep = ${rollout.questionsPerStep}, got ${train.updatesPerStep} — an update takes whole groups`,
    );
  if (train.patience > 0 && train.evaluateEvery === 0)
    problems.push(`train.patience: expected 0 without evaluations, got ${train.patience} — set train.evaluateEvery`);
  if (schedule.warmupSteps > train.steps)
    problems.push(`schedule.warmupSteps: expected at most train.steps = ${train.steps}, got ${schedule.warmupSteps}`);
  return problems;
}

const mapValues = <A, B>(
  object: Readonly<Record<string, A>>,
  change: (value: A, key: string) => B,
): Record<string, B> => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
