/** From a config to everything that a run works with: device, model, questions, retriever, protocol. */
import { hasCritic } from '../../shared/algorithms/algorithm.ts';
import { algorithms } from '../../shared/algorithms/index.ts';
import type { Parameters } from '../../shared/config/parameter.ts';
import type { RunConfig } from '../../shared/config/run-config.ts';
import type { Split } from '../../shared/data/question.ts';
import { rowLength } from '../../shared/measurements/measurement.ts';
import { graphLearner } from '../../shared/model/graph-learner.ts';
import type { GraphLearner } from '../../shared/model/graph-learner.ts';
import { kvSampler } from '../../shared/model/kv-sampler.ts';
import { parseArchitecture } from '../../shared/models/parse-architecture.ts';
import { questionSources } from '../../shared/questions/index.ts';
import type { QuestionSourceKind } from '../../shared/questions/source.ts';
import * as optimizers from '../../shared/optimizers/index.ts';
import type { Optimizer } from '../../shared/optimizers/optimizer.ts';
import { retrievers } from '../../shared/retrievers/index.ts';
import type { RetrieverHost, RetrieverKind } from '../../shared/retrievers/retriever.ts';
import { protocols } from '../../shared/rollout/protocols/index.ts';
import { needsReference, trainingMeasurements } from '../../shared/train/reads.ts';
import type { Trainer } from '../../shared/train/trainer.ts';
import { createTokenizer } from '../../shared/tokenizers/index.ts';
import type { Tokenizer } from '../../shared/tokenizers/tokenizer.ts';
import { findWarmStart } from '../warm-start/find-warm-start.ts';
import { openRuntime } from '../devices/ort-runtime.ts';
import { loadWarmStart } from '../warm-start/warm-start.ts';
import type { WarmStart } from '../warm-start/warm-start.ts';

export interface OpenTrainer {
  readonly trainer: Trainer;
  /** The trainer's learner, for checkpoints. */
  readonly learner: GraphLearner;
  /** Name of the tokenizer of the stored token ids. */
  readonly tokenizer: string;
  /** The device in words. */
  readonly device: string;
  /** Hash of the params that the run begins from. */
  readonly warmStart: string;
  /** Those params are the reference policy, so the run needs them to its end. */
  readonly hasReference: boolean;
  close(): Promise<void>;
}

/** All runs are evaluated on the questions of this seed, and trained on those of their own. */
const evaluationSeed = 0;

/** Opens a run's trainer with the params of its warm start, which are also the reference policy.
 *  Throws a sentence when the device or the checkpoint is not there, or when the two do not fit the questions. */
export async function openTrainer(config: RunConfig, host: RetrieverHost = {}): Promise<OpenTrainer> {
  const sourceKind = chosen<QuestionSourceKind>(questionSources, config.world.name);
  const source = sourceKind.create(config.world);
  const tokenizer = createTokenizer(sourceKind.tokenizer);
  const warmStart = loadWarmStart(findWarmStart(config.model.checkpoint));
  const architecture = fittingArchitecture(warmStart, tokenizer, config);
  const runtime = await openRuntime(config.device, { threads: config.threads });
  const { rollout, train } = config;
  const algorithm = algorithms.find(({ name }) => name === config.algorithm.name)!;
  const critic = hasCritic(algorithm, config.algorithm);
  const learner = graphLearner({
    runtime,
    architecture,
    parameters: warmStart.params,
    optimizer: chosen<Optimizer<Parameters>>(optimizers, config.optimizer.name),
    optimizerValues: config.optimizer,
    maxGradNorm: config.optimizer.maxGradNorm,
    microBatchTokens: train.microBatchTokens,
    critic,
  });
  const maxRows = rollout.questionsPerStep * rollout.groupSize;
  const measurements = trainingMeasurements({ config, algorithm });
  const sampler = kvSampler({
    ...{ runtime, maxRows, maxLength: rowLength(measurements, 'current', rollout) },
    architecture: critic ? { ...architecture, critic } : architecture,
    variables: () => learner.variables,
  });
  const teacher =
    measurements.some(({ policy }) => policy === 'teacher') &&
    kvSampler({
      ...{ runtime, architecture, maxRows, maxLength: rowLength(measurements, 'teacher', rollout) },
      variables: () => learner.variablesOf('teacher'),
    });
  const hasReference = needsReference({ config, algorithm });
  if (hasReference) await learner.freezeReference();
  const others = source.splits.filter((split) => split !== 'train' && split !== 'test');
  const trainer: Trainer = {
    config,
    algorithm,
    task: (split, index) => source.question(split, index, split === 'train' ? config.seed : evaluationSeed),
    evaluationSplits: ['test', ...(train.evaluationSplits === 'all' ? others : [])] as [Split, ...Split[]],
    finalSplits: train.evaluationSplits === 'allAtEnd' ? others : [],
    sampler,
    learner,
    ...(teacher && { teacher }),
    retriever: chosen<RetrieverKind>(retrievers, config.retriever.name).create(config.retriever, host),
    protocol: protocols.tags.create(tokenizer),
    clock: () => performance.now(),
  };
  return {
    trainer,
    learner,
    tokenizer: tokenizer.name,
    device: runtime.description,
    warmStart: warmStart.paramsHash,
    hasReference,
    async close() {
      await sampler.close();
      if (teacher) await teacher.close();
      await learner.release();
    },
  };
}

/** The member of that name. The config has been checked against the catalogue: the member exists, and the values fit
 *  its parameters. */
const chosen = <T extends { readonly name: string }>(members: object, name: string): T =>
  (Object.values(members) as T[]).find((member) => member.name === name)!;

function fittingArchitecture(warmStart: WarmStart, tokenizer: Tokenizer, { model, world }: RunConfig) {
  const where = `checkpoint ${model.checkpoint}`;
  const architecture = parseArchitecture(warmStart.architecture, `${where}, architecture`);
  if (warmStart.tokenizer !== tokenizer.name)
    throw new RangeError(
      `${where}: expected the tokenizer ${tokenizer.name} of world ${world.name}, got ${warmStart.tokenizer} — choose another checkpoint or world`,
    );
  if (architecture.vocabularySize !== tokenizer.vocabularySize)
    throw new RangeError(
      `${where}: expected ${tokenizer.vocabularySize} tokens, the vocabulary of ${tokenizer.name}, got ${architecture.vocabularySize} — it was made by another version; make it again`,
    );
  return architecture;
}
