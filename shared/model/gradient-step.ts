/** One optimizer step from the gradients of many rows: gradient sums and optimizer state stay on the device as
 *  variables. */
import type { Parameters, Values } from '../config/parameter.ts';
import { onnx } from '../graph/onnx.ts';
import { float32, type Runtime } from '../graph/runtime.ts';
import { sessionCache } from '../graph/session-cache.ts';
import { size } from '../graph/shape.ts';
import type { LossGraph } from '../loss/loss-graph.ts';
import type { Architecture } from '../models/architecture.ts';
import { modelTensors } from '../models/tensors.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { updateGraph } from '../optimizers/update-graph.ts';
import type { NamedTensors } from './parameters.ts';
import { planRows, sequenceInputs, type SequenceRow } from './sequence-inputs.ts';
import { trainingGraph } from './training-graph.ts';
import { prefixed, tensorsFrom, variablesFrom, type Variables } from './variables.ts';

export interface GradientStepOptions<P extends Parameters = Parameters> {
  readonly runtime: Runtime;
  readonly optimizer: Optimizer<P>;
  readonly optimizerValues: Values<P>;
  /** 0 turns clipping off. */
  readonly maxGradNorm: number;
  /** Tokens of one forward and backward pass; gradients add up over several. */
  readonly microBatchTokens: number;
  /** Computes layer activations again in the backward pass instead of keeping them. */
  readonly recompute?: boolean;
}

export interface OptimizerState {
  /** `<state>.<parameter>` */
  readonly tensors: NamedTensors;
  /** Updates made. */
  readonly updates: number;
}

export interface GradientStep {
  /** Updates the trainable params; returns the loss's sums and the gradient norm before clipping.
   *  key: names the loss; equal keys must mean equal graphs. */
  run(
    key: string,
    loss: LossGraph,
    rows: readonly SequenceRow[],
    learningRate: number,
  ): Promise<{ totals: Readonly<Record<string, number>>; gradNorm: number }>;
  state(): Promise<OptimizerState>;
  /** Throws RangeError where a tensor of the state is missing. */
  restore(state: OptimizerState): void;
  release(): Promise<void>;
}

/** Graphs kept: as many as the lengths and kinds of rows of some steps need, or every step would build them again.
 *  About 0.1 GB each at 2,048 tokens and 64 channels. */
const MOST_SESSIONS = 16;

/** variables: the live params of the architecture, trainable or not. */
export function gradientStep<P extends Parameters>(
  options: GradientStepOptions<P>,
  architecture: Architecture,
  variables: Variables,
): GradientStep {
  const { runtime, optimizer, optimizerValues, maxGradNorm, microBatchTokens, recompute = false } = options;
  const trained = modelTensors(architecture).filter(({ trainable }) => trainable);
  const params = Object.fromEntries(trained.map(({ name }) => [name, variables[name]]));
  const zeros = (key: string) =>
    trained.map(({ name, shape }) => [`${key}.${name}`, { shape, data: new Float32Array(size(shape)) }] as const);
  const sums = variablesFrom(runtime, Object.fromEntries(zeros('sum')));
  const state = variablesFrom(runtime, Object.fromEntries(optimizer.state.flatMap(zeros)));
  const totalOf = Object.fromEntries(trained.map(({ name }) => [`total.${name}`, sums[`sum.${name}`]]));
  const zero = new Float32Array(Math.max(...trained.map(({ shape }) => size(shape))));
  const sessions = sessionCache(runtime, MOST_SESSIONS);
  let updates = 0;

  /** Sums the gradient of `loss` over all rows into `sums` and adds up the reported scalars. */
  async function accumulate(
    key: string,
    loss: LossGraph,
    rows: readonly SequenceRow[],
  ): Promise<Record<string, number>> {
    for (const sum of Object.values(sums)) runtime.write(sum, zero.subarray(0, size(sum.shape)));
    const totals: Record<string, number> = {};
    for (const planned of planRows(rows, microBatchTokens)) {
      const { batch, length, selected, segments = 0 } = planned.bucket;
      const session = await sessions.get(
        `${key}/${batch}×${length}/${selected}/${segments}`,
        () => onnx(trainingGraph(architecture, planned.bucket, loss, recompute)),
        { resident: Object.keys(totalOf), keepTransposes: true },
      );
      const inputs = { ...variables, ...sums, ...sequenceInputs(architecture, planned, rows) };
      const results = await session.run(inputs, totalOf);
      for (const [name, { data }] of Object.entries(results)) totals[name] = (totals[name] ?? 0) + Number(data[0]);
    }
    return totals;
  }

  /** Applies the optimizer to `sums`; returns the gradient norm before clipping. */
  async function applyUpdate(learningRate: number): Promise<number> {
    const next = prefixed('next', { ...params, ...state });
    const session = await sessions.get(
      'update',
      () => onnx(updateGraph(optimizer, optimizerValues, trained, maxGradNorm)),
      { resident: Object.keys(next) },
    );
    const scalars = optimizer.scalars(updates + 1, learningRate, optimizerValues);
    const fed = Object.fromEntries(
      Object.entries(scalars).map(([name, x]) => [`scalar.${name}`, float32([], Float32Array.of(x))] as const),
    );
    const results = await session.run({ ...params, ...state, ...sums, ...fed }, next);
    updates++;
    return Number(results['gradNorm'].data[0]);
  }

  return {
    async run(key, loss, rows, learningRate) {
      const totals = await accumulate(key, loss, rows);
      return { totals, gradNorm: await applyUpdate(learningRate) };
    },
    state: async () => ({ tensors: await tensorsFrom(runtime, state), updates }),
    restore({ tensors, updates: made }) {
      for (const [name, variable] of Object.entries(state)) {
        const saved = tensors[name];
        if (!saved)
          throw new RangeError(
            `checkpoint: expected optimizer state '${name}', found none — was it written with another optimizer?`,
          );
        runtime.write(variable, saved.data);
      }
      updates = made;
    },
    release: () => sessions.close(),
  };
}
