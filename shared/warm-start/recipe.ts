/** The recipe of a warm start: parsed strictly, stored with the result. */
import { boolean, integer, number, text } from '../config/parameter.ts';
import { parseParameters } from '../config/parse.ts';
import { parseNewArchitecture, type NewArchitecture } from '../models/parse-architecture.ts';
import { anyObject, nonEmptyList, nonEmptyText, requireKnownKeys, type UncheckedObject } from '../util/parser.ts';
import type { PretrainRecipe, Stage } from './pretrain.ts';

export interface WarmStartRecipe extends PretrainRecipe {
  /** Name or path of a warm start of the same architecture; empty for fresh params. */
  readonly from: string;
  readonly architecture: NewArchitecture;
  /** Sections as in a run's config: `{name, …values}`. */
  readonly worlds: readonly UncheckedObject[];
  /** Sections of the runs that the warm start is made for. */
  readonly rollout: UncheckedObject;
  readonly retriever: UncheckedObject;
  readonly microBatchTokens: number;
  /** Test questions per world on which the gate is measured. */
  readonly gateQuestions: number;
}

const topParameters = {
  from: text({ default: '', help: 'Warm start whose params are trained further; fresh params if empty.' }),
  seed: integer({ default: 1, min: 0, help: 'Initialisation and every transcript derive from it.' }),
  batchSize: integer({ default: 64, min: 1, unit: 'transcripts', help: 'Transcripts of one step.' }),
  warmupSteps: integer({ default: 50, min: 1, unit: 'steps', help: 'The learning rate rises over these.' }),
  microBatchTokens: integer({
    default: 2048,
    min: 16,
    unit: 'tokens',
    help: 'Tokens of one forward and backward pass.',
  }),
  gateQuestions: integer({ default: 512, min: 1, unit: 'questions', help: 'Test questions per world for the gate.' }),
};

const share = (help: string, standard = 0) => number({ default: standard, min: 0, max: 1, help });

const stageParameters = {
  name: text({ default: '', help: 'Name of the stage.' }),
  steps: integer({ default: 100, min: 1, unit: 'steps', help: 'Optimizer steps.' }),
  learningRate: number({ default: 3e-3, min: 0, help: 'At the start of the stage.' }),
  finalShare: share('Share of the learning rate left at its end.', 0.1),
  drills: share('Share of look-up drills in a batch.'),
  demonstrations: share('Share of demonstrations.'),
  ownPrefixes: share('Share of prefixes written by the policy itself.'),
  idealReader: boolean({
    default: false,
    help: 'Teach an ideal reader’s belief in each answer, not the true answer.',
  }),
  drillPassages: integer({ default: 1, min: 1, help: 'Most passages of a drill.' }),
};

const evidenceParameters = {
  actionWeight: share('Weight of queries and decisions in the loss.'),
  passageWeight: share('Weight of what passages say in the loss.'),
  wrong: share('Chance that a turn asks something useless.'),
  repeated: share('Share of useless turns that repeat a query.'),
  lookalike: share('Share of useless turns that ask a relation of the question about an entity off its path.'),
  misread: share('Chance that a thought names another entity than the one resolved, and the turn asks about it.'),
  early: share('Chance, before every other turn, of answering without more evidence.'),
  hasty: share('Chance of answering after a turn that repeated a query or left the path.'),
  shuffled: share('Chance that the hops come in another order.'),
};

/** Throws TypeError or RangeError with a sentence for anything unknown or out of range. */
export function parseRecipe(input: unknown): WarmStartRecipe {
  const given = anyObject(input, 'recipe');
  const sections = ['architecture', 'worlds', 'rollout', 'retriever', 'stages'];
  requireKnownKeys(given, [...Object.keys(topParameters), ...sections], 'recipe');
  const top = Object.fromEntries(Object.entries(given).filter(([key]) => !sections.includes(key)));
  return {
    ...parseParameters(topParameters, top, 'recipe'),
    architecture: parseNewArchitecture(given['architecture'] ?? {}, 'recipe.architecture'),
    worlds: nonEmptyList(anyObject)(given['worlds'], 'recipe.worlds'),
    rollout: anyObject(given['rollout'] ?? {}, 'recipe.rollout'),
    retriever: anyObject(given['retriever'] ?? {}, 'recipe.retriever'),
    stages: nonEmptyList(parseStage)(given['stages'], 'recipe.stages'),
  };
}

function parseStage(input: unknown, path: string): Stage {
  const { evidence, demonstration, ...own } = anyObject(input, path);
  const stage = parseParameters(stageParameters, own, path);
  nonEmptyText(stage.name, `${path}.name`);
  return {
    ...stage,
    evidence: parseParameters(evidenceParameters, evidence, `${path}.evidence`),
    demonstration: parseParameters(evidenceParameters, demonstration, `${path}.demonstration`),
  };
}
