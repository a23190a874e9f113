/** A learner on a graph runtime: parameters, gradient sums and optimizer state stay on the device as variables. */
import type { Parameters, Values } from '../config/parameter.ts';
import type { Graph } from '../graph/graph.ts';
import { float32, type Runtime, type Variable } from '../graph/runtime.ts';
import { onnx } from '../graph/onnx.ts';
import { sessionCache } from '../graph/session-cache.ts';
import { size } from '../graph/shape.ts';
import { crossEntropy, softCrossEntropy } from '../loss/cross-entropy.ts';
import type { LossGraph } from '../loss/loss-graph.ts';
import { objectiveGraph } from '../loss/objective-loss.ts';
import type { Objective } from '../loss/objective.ts';
import { ratioRange } from '../loss/policy-loss.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { updateGraph } from '../optimizers/update-graph.ts';
import { parameterShapes, type Architecture } from './architecture.ts';
import { planBatches, type PlannedBatch } from './buckets.ts';
import type { Learner, LearnerRow, PolicyCopy, TokenRow, UpdateResult } from './learner.ts';
import { checkParameters, type NamedTensors } from './parameters.ts';
import { segmentCount, sequenceInputs, type SequenceRow } from './sequence-inputs.ts';
import { logProbGraph, trainingGraph, valueGraph, type Bucket } from './training-graph.ts';

export interface LearnerOptions<P extends Parameters = Parameters> {
  readonly runtime: Runtime;
  readonly architecture: Architecture;
  readonly parameters: NamedTensors;
  readonly optimizer: Optimizer<P>;
  readonly optimizerValues: Values<P>;
  /** 0 turns clipping off. */
  readonly maxGradNorm: number;
  /** Tokens of one forward and backward pass; gradients add up over several. */
  readonly microBatchTokens: number;
  /** Computes layer activations again in the backward pass instead of keeping them. */
  readonly recompute?: boolean;
  /** Adds a critic, which foresees 0 everywhere at the start, to what is trained. */
  readonly critic?: boolean;
}

/** A sequence for supervised training: the loss is −Σ weight · log-prob over its tokens. */
export interface SupervisedRow {
  readonly tokens: Int32Array;
  readonly weight: Float32Array;
  /** Positions whose target is a distribution, token → share, instead of the token that stands there. */
  readonly soft?: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

export interface GraphLearner extends Learner {
  readonly architecture: Architecture;
  /** Live parameters, shared with a sampler. */
  readonly variables: Readonly<Record<string, Variable>>;
  /** Parameters of a copy of the policy, live. Throws Error where there is none. */
  variablesOf(policy: PolicyCopy): Readonly<Record<string, Variable>>;
  /** One step of weighted cross-entropy; returns the loss. */
  supervise(rows: readonly SupervisedRow[], learningRate: number): Promise<{ loss: number; gradNorm: number }>;
  parameters(): Promise<NamedTensors>;
  /** Optimizer state as tensors `<state>.<parameter>`, a refreshed teacher beside it, and the number of updates made. */
  optimizerState(): Promise<{ tensors: NamedTensors; updates: number }>;
  /** Params, optimizer state and teacher as they were; the reference policy stays. Throws RangeError where state is missing. */
  restore(parameters: NamedTensors, optimizerState: { tensors: NamedTensors; updates: number }): void;
  /** Makes the current params the reference policy. */
  freezeReference(): Promise<void>;
  release(): Promise<void>;
}

/** Beside the optimizer's states. */
const teacherKey = 'teacher';

/** Graphs kept for updates and for forward passes: as many as the lengths and kinds of rows of some steps need, or every step would build
 *  them again. About 0.1 GB each at 2,048 tokens and 64 channels, a forward one a fifth of that. */
const MOST_UPDATE_SESSIONS = 16;
const MOST_FORWARD_SESSIONS = 24;

export function graphLearner<P extends Parameters>(options: LearnerOptions<P>): GraphLearner {
  const { runtime, optimizer, optimizerValues, microBatchTokens, recompute = false } = options;
  const policyArchitecture = options.architecture;
  checkParameters(policyArchitecture, options.parameters, 'model');
  const architecture: Architecture = options.critic ? { ...policyArchitecture, critic: true } : policyArchitecture;
  const shapes = parameterShapes(architecture);
  const begun = (name: string, shape: readonly number[]) =>
    options.parameters[name]?.data ?? new Float32Array(size(shape));
  const variables = variablesOf(shapes.map(({ name, shape }) => [name, shape, begun(name, shape)]));
  const sums = variablesOf(shapes.map(({ name, shape }) => [name, shape, new Float32Array(size(shape))]));
  const state = variablesOf(
    optimizer.state.flatMap((key) =>
      shapes.map(({ name, shape }) => [`${key}.${name}`, shape, new Float32Array(size(shape))] as const),
    ),
  );
  const zeros = new Float32Array(Math.max(...shapes.map(({ shape }) => size(shape))));
  let reference: Record<string, Variable> | null = null;
  let teacher: Record<string, Variable> | null = null;
  let updates = 0;
  const sessions = sessionCache(runtime, MOST_UPDATE_SESSIONS);
  const forwardSessions = sessionCache(runtime, MOST_FORWARD_SESSIONS);

  function variablesOf(
    entries: readonly (readonly [string, readonly number[], Float32Array])[],
  ): Record<string, Variable> {
    return Object.fromEntries(entries.map(([name, shape, data]) => [name, runtime.variable(shape, data)]));
  }
  const prefixed = (prefix: string, of: Readonly<Record<string, Variable>>) =>
    Object.fromEntries(Object.entries(of).map(([name, variable]) => [`${prefix}.${name}`, variable]));

  /** Sums the gradient of `loss` over all rows into `sums` and adds up the reported scalars. */
  async function accumulate(
    key: string,
    loss: LossGraph,
    rows: readonly SequenceRow[],
  ): Promise<Record<string, number>> {
    for (const { name, shape } of shapes) runtime.write(sums[name], zeros.subarray(0, size(shape)));
    const totals: Record<string, number> = {};
    for (const planned of plan(rows)) {
      const { batch, length, selected, segments = 0 } = planned.bucket;
      const run = await sessions.get(
        `${key}/${batch}×${length}/${selected}/${segments}`,
        () => onnx(trainingGraph(architecture, planned.bucket, loss, recompute)),
        { resident: shapes.map(({ name }) => `total.${name}`), keepTransposes: true },
      );
      const inputs = { ...variables, ...prefixed('sum', sums), ...sequenceInputs(architecture, planned, rows) };
      const results = await run.run(inputs, prefixed('total', sums));
      for (const [name, { data }] of Object.entries(results)) totals[name] = (totals[name] ?? 0) + Number(data[0]);
    }
    return totals;
  }

  const plan = (rows: readonly SequenceRow[]): PlannedBatch[] =>
    planBatches(
      rows.map((row) => ({
        length: row.tokens.length,
        selected: row.predicted.length,
        segments: segmentCount(row),
      })),
      microBatchTokens,
    );

  /** Applies the optimizer to what `accumulate` summed; returns the gradient norm before clipping. */
  async function applyUpdate(learningRate: number): Promise<number> {
    const names = [...Object.keys(variables), ...Object.keys(state)];
    const run = await sessions.get(
      'update',
      () => onnx(updateGraph(optimizer, optimizerValues, shapes, options.maxGradNorm)),
      { resident: names.map((name) => `next.${name}`) },
    );
    const scalars = optimizer.scalars(updates + 1, learningRate, optimizerValues);
    const fed = Object.fromEntries(
      Object.entries(scalars).map(([name, x]) => [`scalar.${name}`, float32([], Float32Array.of(x))] as const),
    );
    const results = await run.run(
      { ...variables, ...state, ...prefixed('sum', sums), ...fed },
      prefixed('next', { ...variables, ...state }),
    );
    updates++;
    return Number(results['gradNorm'].data[0]);
  }

  /** [T] per row: the graph's output at every token of the mask but the first, which has 0. */
  async function perToken(
    rows: readonly TokenRow[],
    params: Readonly<Record<string, Variable>>,
    output: 'logProb' | 'value',
    graph: (bucket: Bucket) => Graph,
  ): Promise<Float32Array[]> {
    const sequences = rows.map(({ tokens, mask }) => {
      const predicted = Array.from(tokens.keys()).filter((t) => t > 0 && mask?.[t] !== 0);
      return { tokens, predicted, columns: {} };
    });
    // What a group has in common, its prompt first of all, is computed once.
    const equal = [...Map.groupBy(sequences, ({ tokens, predicted }) => `${tokens}/${predicted}`).values()];
    const different = equal.map(([first]) => first!);
    const results = new Map<object, Float32Array>();
    for (const planned of plan(different)) {
      const { batch, length, selected } = planned.bucket;
      const run = await forwardSessions.get(`${output}/${batch}×${length}/${selected}`, () =>
        onnx(graph(planned.bucket)),
      );
      const returned = await run.run({ ...params, ...sequenceInputs(architecture, planned, different) });
      let slot = 0;
      for (const member of planned.rows) {
        const { tokens, predicted } = different[member];
        const values = new Float32Array(tokens.length);
        for (const position of predicted) values[position] = Number(returned[output].data[slot++]);
        for (const sequence of equal[member]) results.set(sequence, values);
      }
    }
    return sequences.map((sequence) => results.get(sequence)!);
  }

  async function tensorsOf(of: Readonly<Record<string, Variable>>): Promise<NamedTensors> {
    const entries = Object.entries(of).map(
      async ([name, variable]) => [name, { shape: variable.shape, data: await runtime.read(variable) }] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async function frozen(): Promise<Record<string, Variable>> {
    const current = await tensorsOf(variables);
    return variablesOf(shapes.map(({ name, shape }) => [name, shape, current[name].data]));
  }

  function paramsOf(policy: PolicyCopy): Record<string, Variable> {
    const params = { current: variables, reference, teacher: teacher ?? reference }[policy];
    if (!params) throw new Error(`learner: expected a ${policy} policy, there is none — call freezeReference first`);
    return params;
  }

  return {
    architecture: policyArchitecture,
    variables,
    variablesOf: paramsOf,

    async update(rows, objective, learningRate): Promise<UpdateResult> {
      const sequences = rows.map((row) => policyRow(row, objective));
      const tokens = sequences.reduce((n, { predicted }) => n + predicted.length, 0);
      const totals = await accumulate(`policy/${JSON.stringify(objective)}`, objectiveGraph(objective), sequences);
      const gradNorm = await applyUpdate(learningRate);
      const mean = (name: string) => totals[name] / tokens;
      return {
        loss: totals['loss'],
        gradNorm,
        clipFraction: mean('clipped'),
        klOldK1: mean('klOldK1'),
        klOldK3: mean('klOldK3'),
        klRefK3: 'klRefK3' in totals ? mean('klRefK3') : null,
        entropy: mean('entropy'),
        valueLoss: 'valueLoss' in totals ? mean('valueLoss') : null,
      };
    },

    async supervise(rows, learningRate) {
      const soft = rows.some((row) => row.soft);
      const sequences = rows.map((row) => supervisedRow(row, soft ? architecture.vocabularySize : null));
      const { loss } = soft
        ? await accumulate('supervise, soft', softCrossEntropy, sequences)
        : await accumulate('supervise', crossEntropy, sequences);
      return { loss: loss!, gradNorm: await applyUpdate(learningRate) };
    },

    async logProbs(rows, policy) {
      return perToken(rows, paramsOf(policy), 'logProb', (bucket) => logProbGraph(policyArchitecture, bucket));
    },

    async values(rows) {
      if (!architecture.critic) throw new Error('learner.values: expected a critic — open the learner with one');
      return perToken(rows, variables, 'value', (bucket) => valueGraph(architecture, bucket));
    },

    parameters: () => tensorsOf(variables),
    optimizerState: async () => ({
      tensors: await tensorsOf({ ...state, ...(teacher && prefixed(teacherKey, teacher)) }),
      updates,
    }),

    restore(parameters, optimizerState) {
      checkParameters(architecture, parameters, 'checkpoint');
      for (const [name, variable] of Object.entries(variables)) runtime.write(variable, parameters[name].data);
      for (const [name, variable] of Object.entries(state)) {
        const saved = optimizerState.tensors[name];
        if (!saved)
          throw new RangeError(
            `checkpoint: expected optimizer state '${name}', found none — was it written with another optimizer?`,
          );
        runtime.write(variable, saved.data);
      }
      updates = optimizerState.updates;
      const saved = shapes.map(({ name }) => optimizerState.tensors[`${teacherKey}.${name}`]?.data);
      teacher = saved[0] ? variablesOf(shapes.map(({ name, shape }, i) => [name, shape, saved[i]])) : null;
    },

    async freezeReference() {
      reference = await frozen();
    },

    async refreshTeacher() {
      teacher = await frozen();
    },

    async release() {
      await sessions.close();
      await forwardSessions.close();
    },
  };
}

function policyRow({ tokens, segments, clipScale, ...row }: LearnerRow, objective: Objective): SequenceRow {
  const { weight, advantage, oldLogProb, refLogProb, valueTarget, oldValue } = row;
  const mask = weight.map((w) => (w === 0 ? 0 : 1));
  const columns = {
    ...{ weight, advantage, oldLogProb, mask },
    ...(refLogProb && { refLogProb }),
    ...(valueTarget && oldValue && { valueTarget, oldValue }),
    // worked out here: a factor of 1 gives the very numbers of the constant range
    ...(clipScale && {
      ratioLow: clipScale.map((scale) => ratioRange(objective, scale).low),
      ratioHigh: clipScale.map((scale) => ratioRange(objective, scale).high),
    }),
  };
  return { tokens, predicted: nonZero(weight), columns, ...(segments && { segments }) };
}

/** vocabulary: its size where some row has soft targets, else null. */
function supervisedRow({ tokens, weight, soft }: SupervisedRow, vocabulary: number | null): SequenceRow {
  const shifts = new Map(
    Array.from(vocabulary === null ? [] : (soft ?? []), ([position, shares]) => {
      const shift = new Float32Array(vocabulary!);
      for (const [token, share] of shares) shift[token] = weight[position] * share;
      shift[tokens[position]] -= weight[position];
      return [position, shift] as const;
    }),
  );
  return { tokens, predicted: nonZero(weight), columns: { weight }, ...(vocabulary !== null && { shifts }) };
}

const nonZero = (weight: Float32Array): number[] => Array.from(weight.keys()).filter((t) => t > 0 && weight[t] !== 0);
