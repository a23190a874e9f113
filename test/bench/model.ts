/** A fresh model of a shape, ready to train and to sample. */
import { openRuntime } from '../../main/devices/ort-runtime.ts';
import { trainParameters } from '../../shared/config/sections.ts';
import type { Architecture } from '../../shared/models/architecture.ts';
import { graphLearner, type GraphLearner } from '../../shared/model/graph-learner.ts';
import type { SupervisedRow } from '../../shared/model/learner-rows.ts';
import { kvSampler, type KvSampler } from '../../shared/model/kv-sampler.ts';
import { initialParameters } from '../../shared/model/parameters.ts';
import { adamw } from '../../shared/optimizers/adamw.ts';
import { stream } from '../../shared/util/rng.ts';

/** Its passes are as large as those of a run with defaults. */
export async function freshLearner(architecture: Architecture, threads: number): Promise<GraphLearner> {
  return graphLearner({
    runtime: await openRuntime('cpu', { threads }),
    architecture,
    parameters: initialParameters(architecture, 1),
    optimizer: adamw,
    optimizerValues: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    maxGradNorm: 1,
    microBatchTokens: trainParameters.microBatchTokens.default,
  });
}

export async function samplerOf(
  learner: GraphLearner,
  threads: number,
  maxRows: number,
  maxLength: number,
): Promise<KvSampler> {
  const { architecture, variables } = learner;
  const runtime = await openRuntime('cpu', { threads });
  return kvSampler({ runtime, architecture, variables: () => variables, maxRows, maxLength });
}

export function randomTokens({ vocabularySize }: Architecture, length: number, index = 0): Int32Array {
  const rng = stream(1, 'bench tokens', 0, index);
  return Int32Array.from({ length }, () => rng.integer(vocabularySize));
}

/** Rows that teach every token but the first. */
export function supervisedRows(architecture: Architecture, batch: number, length: number): SupervisedRow[] {
  const weight = new Float32Array(length).fill(1 / (batch * (length - 1)));
  weight[0] = 0;
  return Array.from({ length: batch }, (_, i) => ({ tokens: randomTokens(architecture, length, i), weight }));
}
