/** A trainer whose policy is one number, so that whole runs take milliseconds. It answers right with probability
 *  `skill`, and updates move the skill. Config, protocol, scorers, algorithm and loop are the real ones. */
import { algorithms } from '../../shared/algorithms/index.ts';
import { parseRunConfig } from '../../shared/config/run-config.ts';
import type { Corpus } from '../../shared/data/passage.ts';
import type { Split } from '../../shared/data/question.ts';
import type { Learner, LearnerRow, UpdateResult } from '../../shared/model/learner.ts';
import type { Sampler } from '../../shared/model/sampler.ts';
import { tagProtocol } from '../../shared/rollout/protocols/tags.ts';
import type { Task } from '../../shared/data/task.ts';
import type { Trainer } from '../../shared/train/trainer.ts';
import { sum } from '../../shared/util/math.ts';
import { fakePolicy, uniform } from './fake-policy.ts';
import type { NextToken } from './fake-policy.ts';
import { memoryRetriever } from './memory-retriever.ts';
import { wordTokenizer } from './word-tokenizer.ts';

export const toyTokenizer = wordTokenizer('who leads Bo? Ada Bo Cy leads');
const [prompt, ada, bo] = ['Bo?', 'Ada', 'Bo'].map((word) => toyTokenizer.encode(word)[0]);
const [search, endSearch, answer, endAnswer, endInformation] = [
  '<search>',
  '</search>',
  '<answer>',
  '</answer>',
  '</information>',
].map((tag) => toyTokenizer.encode(tag)[0]);

export interface Policy {
  skill: number;
}

/** Decoded greedily, it answers at once, and right if its skill is above 0.4. */
const toyNext =
  (policy: Policy): NextToken =>
  (tokens, rng, _index, temperature) => {
    const draw = temperature === 0 ? 0.4 : rng.next();
    const [before, last] = tokens.slice(-2);
    if (last === prompt || last === endInformation) return draw < 0.5 ? answer : search;
    if (last === answer) return draw < policy.skill ? ada : bo;
    if (last === search) return bo;
    return before === answer ? endAnswer : endSearch;
  };

/** Gradient of the skill: weighted advantages of right answers minus those of wrong ones. */
export function toyLearner(policy: Policy, seen: LearnerRow[][] = []): Learner {
  return {
    update: async (rows, _objective, learningRate): Promise<UpdateResult> => {
      seen.push([...rows]);
      const each = rows.map(({ tokens, weight, advantage }) => {
        const right = tokens.includes(ada, tokens.length - 2) ? 1 : -1;
        return right * sum(Float64Array.from(weight, (w, t) => w * advantage[t]));
      });
      policy.skill = Math.min(1, Math.max(0, policy.skill + learningRate * sum(each)));
      return {
        ...{ loss: -sum(each), gradNorm: Math.abs(sum(each)), clipFraction: 0.25, klOldK1: 0.5, klOldK3: 0.75 },
        ...{ klRefK3: rows[0].refLogProb && 1, entropy: 2, valueLoss: rows[0].valueTarget ? 0.5 : null },
      };
    },
    logProbs: async (rows) => rows.map(({ tokens }) => new Float32Array(tokens.length).fill(-0.5)),
    values: async (rows) => rows.map(({ tokens }) => new Float32Array(tokens.length)),
    refreshTeacher: async () => {},
  };
}

const corpus: Corpus = {
  id: 'c',
  passages: [
    { id: 'p1', title: 'Bo', text: 'Ada leads Bo' },
    { id: 'p2', title: 'never asked for', text: 'Bo leads Cy' },
  ],
};

export const toyTask = (split: Split, index: number): Task => ({
  question: {
    ...{ id: `${split}-${index}`, text: 'who leads Bo?', groundTruth: ['Ada'], split, corpusId: 'c', kind: 'path' },
    ...{ hops: 1, supporting: ['p1'], hopAnswers: ['Ada'], supportingText: ['Ada leads Bo'], searchKeys: [['Bo']] },
  },
  corpus,
});

interface Setting {
  readonly policy?: Policy;
  /** Sections of the config that differ from its defaults. */
  readonly config?: Readonly<Record<string, object>>;
  readonly sampler?: Sampler;
  readonly learner?: Learner;
  readonly failing?: readonly string[];
  readonly clock?: () => number;
}

export function toyTrainer({
  policy = { skill: 0.3 },
  config = {},
  sampler,
  learner,
  failing,
  clock,
}: Setting): Trainer {
  const entry = (name: string) => [{ name, parameters: {} }];
  const { name: algorithm = 'grpo' } = (config.algorithm ?? {}) as { readonly name?: string };
  const { parameters } = algorithms.find(({ name }) => name === algorithm)!;
  const parsed = parseRunConfig(
    {
      ...{ name: 'toy', seed: 3, model: { checkpoint: 'none' } },
      ...config,
      algorithm: { name: algorithm, ...('klCoefficient' in parameters && { klCoefficient: 0 }), ...config.algorithm },
      rollout: {
        groupSize: 4,
        questionsPerStep: 2,
        maxTurns: 3,
        maxTokens: 60,
        wrapper: 'answerTag',
        ...config.rollout,
      },
      optimizer: { learningRate: 0.1, ...config.optimizer },
      train: {
        steps: 6,
        evaluateEvery: 2,
        evaluationQuestions: 3,
        checkpointEvery: 2,
        scoreGroundTruth: 'always',
        ...config.train,
      },
    },
    { algorithms, questionSources: entry('toy'), retrievers: entry('memory'), optimizers: entry('toy') },
  );
  return {
    config: parsed,
    algorithm: algorithms.find(({ name }) => name === parsed.algorithm.name)!,
    task: toyTask,
    evaluationSplits: ['test', 'testHops'],
    sampler: sampler ?? fakePolicy(toyNext(policy)),
    learner: learner ?? toyLearner(policy),
    teacher: fakePolicy(uniform(toyTokenizer.vocabularySize)),
    retriever: memoryRetriever(failing),
    protocol: tagProtocol(toyTokenizer),
    ...(clock ? { clock } : {}),
  };
}
