/** Small models for tests: real, only tiny. */
import { openRuntime } from '../../main/devices/ort-runtime.ts';
import type { Runtime } from '../../shared/graph/runtime.ts';
import type { Architecture } from '../../shared/models/architecture.ts';
import { graphLearner, type GraphLearner } from '../../shared/model/graph-learner.ts';
import { kvSampler, type KvSampler } from '../../shared/model/kv-sampler.ts';
import { initialParameters } from '../../shared/model/parameters.ts';
import { convLlama } from '../../shared/models/conv-llama.ts';
import { adamw } from '../../shared/optimizers/adamw.ts';

export const tinyArchitecture: Architecture = {
  family: convLlama,
  vocabularySize: 23,
  width: 16,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headSize: 4,
  hidden: 24,
  convolution: 3,
  tied: true,
  ropeBase: 10000,
  epsilon: 1e-6,
};

export const adamwValues = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 };

export interface SmallModel {
  readonly learner: GraphLearner;
  readonly sampler: KvSampler;
  close(): Promise<void>;
}

export async function smallModel(
  architecture: Architecture,
  options: {
    seed?: number;
    threads?: number;
    recompute?: boolean;
    critic?: boolean;
    maxRows?: number;
    maxLength?: number;
    microBatchTokens?: number;
    runtime?: Runtime;
  } = {},
): Promise<SmallModel> {
  const { seed = 1, threads = 2, recompute = false, maxRows = 64, maxLength = 192, microBatchTokens = 1024 } = options;
  const { critic = false } = options;
  const runtime = options.runtime ?? (await openRuntime('cpu', { threads }));
  const learner = graphLearner({
    runtime,
    architecture,
    parameters: initialParameters(architecture, seed),
    optimizer: adamw,
    optimizerValues: adamwValues,
    maxGradNorm: 1,
    microBatchTokens,
    recompute,
    critic,
  });
  const sampler = kvSampler({
    ...{ runtime, variables: () => learner.variables, maxRows, maxLength },
    architecture: critic ? { ...architecture, critic } : architecture,
  });
  return {
    learner,
    sampler,
    async close() {
      await sampler.close();
      await learner.release();
    },
  };
}
