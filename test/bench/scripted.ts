/** Training steps whose rollouts have exact lengths, whatever the policy writes: messages and responses have fixed
 *  numbers of tokens. Model, sampler, agent loop, scorers, algorithm and update are the real ones. */
import { algorithms } from '../../shared/algorithms/index.ts';
import { parseRunConfig } from '../../shared/config/run-config.ts';
import type { Architecture } from '../../shared/models/architecture.ts';
import type { GraphLearner } from '../../shared/model/graph-learner.ts';
import type { Sampler } from '../../shared/model/sampler.ts';
import type { Retriever } from '../../shared/retrievers/retriever.ts';
import type { Protocol } from '../../shared/rollout/protocol.ts';
import type { Task } from '../../shared/data/task.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import type { Trainer } from '../../shared/train/trainer.ts';
import { freshLearner, randomTokens, samplerOf } from './model.ts';
import type { Pair } from './pair.ts';

export interface Script {
  readonly questions: number;
  readonly groupSize: number;
  /** K. */
  readonly turns: number;
  readonly promptTokens: number;
  readonly messageTokens: number;
  readonly responseTokens: number;
  /** Wrapper and ground truth: what scoring adds to each turn. */
  readonly forkTokens: number;
}

/** Lengths as in the quickstart: 128 rollouts, three searches and a last turn. */
export const quickstartScript: Script = {
  ...{ questions: 16, groupSize: 8, turns: 4 },
  ...{ promptTokens: 13, messageTokens: 12, responseTokens: 18, forkTokens: 10 },
};

/** T, tokens of a rollout. */
export const rolloutTokens = (s: Script): number => s.promptTokens + s.turns * (s.messageTokens + s.responseTokens);

export async function scriptedPair(architecture: Architecture, script: Script, threads: number): Promise<Pair> {
  const rows = script.questions * script.groupSize;
  const learner = await freshLearner(architecture, threads);
  const sampler = await samplerOf(learner, threads, rows, rolloutTokens(script) + script.forkTokens + 1);
  const trainer = (name: string) => scriptedTrainer(name, script, learner, neverCut(sampler));
  return {
    grpo: trainer('grpo'),
    igpo: trainer('igpo'),
    async close() {
      await sampler.close();
      await learner.release();
    },
  };
}

function scriptedTrainer(algorithm: string, script: Script, learner: GraphLearner, sampler: Sampler): Trainer {
  const config = parseRunConfig(
    {
      ...{ name: algorithm, model: { checkpoint: 'none' } },
      algorithm: { name: algorithm, klCoefficient: 0 },
      rollout: {
        groupSize: script.groupSize,
        questionsPerStep: script.questions,
        maxTurns: script.turns,
        maxMessageTokens: script.messageTokens,
        maxTokens: rolloutTokens(script) + 1,
      },
      optimizer: { learningRate: 0 },
    },
    catalogues,
  );
  return {
    config,
    algorithm: algorithms.find(({ name }) => name === algorithm)!,
    task,
    evaluationSplits: ['test'],
    sampler,
    learner,
    retriever,
    protocol: scriptedProtocol(script, learner),
    clock: () => performance.now(),
  };
}

/** A message that uses its whole budget counts as ended by a stop token. */
const neverCut = (sampler: Sampler): Sampler => ({
  ...sampler,
  sample: async (requests, options) =>
    (await sampler.sample(requests, options)).map((sampled) => ({ ...sampled, stopped: true })),
});

function scriptedProtocol(script: Script, { architecture }: GraphLearner): Protocol {
  const tokens = (length: number) => randomTokens(architecture, length, length);
  return {
    stops: [],
    prompt: () => tokens(script.promptTokens),
    parse: () => ({ thought: null, query: 'anything', answer: null, wellFormed: true }),
    response: () => tokens(script.responseTokens),
    groundTruthFork: () => ({
      tokens: tokens(script.forkTokens),
      span: { start: script.forkTokens - 1, end: script.forkTokens },
    }),
  };
}

const task = (_split: unknown, index: number): Task => ({
  question: {
    ...{ id: String(index), text: '', groundTruth: ['Ada'], split: 'train', corpusId: 'none', kind: 'path' },
    ...{ hops: null, supporting: null, hopAnswers: null, supportingText: null, searchKeys: null },
  },
  corpus: { id: 'none', passages: [] },
});

const retriever: Retriever = {
  name: 'none',
  retrieve: async (queries) => queries.map(({ query }) => ({ query, passages: [], elapsedMs: null })),
};
