/** A learner on a graph runtime: the params stay on the device as variables, which a sampler can share. */
import type { Parameters } from '../config/parameter.ts';
import { size } from '../graph/shape.ts';
import { crossEntropy, softCrossEntropy } from '../loss/cross-entropy.ts';
import { objectiveGraph } from '../loss/objective-loss.ts';
import type { Architecture } from '../models/architecture.ts';
import { modelTensors } from '../models/tensors.ts';
import { forwardPass } from './forward-pass.ts';
import { gradientStep, type GradientStepOptions, type OptimizerState } from './gradient-step.ts';
import { policyRow, supervisedRow, type SupervisedRow } from './learner-rows.ts';
import type { Learner, PolicyCopy } from './learner.ts';
import { checkParameters, type NamedTensors } from './parameters.ts';
import { policyCopies } from './policy-copies.ts';
import { logProbGraph, valueGraph } from './training-graph.ts';
import { tensorsFrom, variablesFrom, type Variables } from './variables.ts';

export interface LearnerOptions<P extends Parameters = Parameters> extends GradientStepOptions<P> {
  readonly architecture: Architecture;
  readonly parameters: NamedTensors;
  /** Adds a critic, whose estimates are 0 at the start, to what is trained. */
  readonly critic?: boolean;
}

export interface GraphLearner extends Learner {
  /** Without the critic. */
  readonly architecture: Architecture;
  /** Live parameters, shared with a sampler. */
  readonly variables: Variables;
  /** Parameters of a copy of the policy, live. Throws Error where there is none. */
  variablesOf(policy: PolicyCopy): Variables;
  /** One step of weighted cross-entropy; returns the loss. */
  supervise(rows: readonly SupervisedRow[], learningRate: number): Promise<{ loss: number; gradNorm: number }>;
  parameters(): Promise<NamedTensors>;
  /** Optimizer state, and a refreshed teacher as `teacher.<parameter>` beside it. */
  optimizerState(): Promise<OptimizerState>;
  /** Params, optimizer state and teacher as they were; the reference policy stays. Throws RangeError where state is
   *  missing. */
  restore(parameters: NamedTensors, optimizerState: OptimizerState): void;
  /** Makes the current params the reference policy. */
  freezeReference(): Promise<void>;
  release(): Promise<void>;
}

export function graphLearner<P extends Parameters>(options: LearnerOptions<P>): GraphLearner {
  const { runtime, microBatchTokens, architecture: policyArchitecture } = options;
  checkParameters(policyArchitecture, options.parameters, 'model');
  const architecture: Architecture = options.critic ? { ...policyArchitecture, critic: true } : policyArchitecture;
  const variables = variablesFrom(runtime, startingParameters(architecture, options.parameters));
  const copies = policyCopies(runtime, variables);
  const step = gradientStep(options, architecture, variables);
  const pass = forwardPass(runtime, architecture, microBatchTokens);

  return {
    architecture: policyArchitecture,
    variables,
    variablesOf: copies.of,

    async update(rows, objective, learningRate) {
      const sequences = rows.map((row) => policyRow(row, objective));
      const tokens = sequences.reduce((n, { predicted }) => n + predicted.length, 0);
      const key = `policy/${JSON.stringify(objective)}`;
      const { totals, gradNorm } = await step.run(key, objectiveGraph(objective), sequences, learningRate);
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
      const { totals, gradNorm } = soft
        ? await step.run('supervise, soft', softCrossEntropy, sequences, learningRate)
        : await step.run('supervise', crossEntropy, sequences, learningRate);
      return { loss: totals['loss'], gradNorm };
    },

    logProbs: async (rows, policy) =>
      pass.run(rows, copies.of(policy), 'logProb', (bucket) => logProbGraph(policyArchitecture, bucket)),

    async values(rows) {
      if (!architecture.critic) throw new Error('learner.values: expected a critic — open the learner with one');
      return pass.run(rows, variables, 'value', (bucket) => valueGraph(architecture, bucket));
    },

    parameters: () => tensorsFrom(runtime, variables),
    async optimizerState() {
      const { tensors, updates } = await step.state();
      return { tensors: { ...tensors, ...(await tensorsFrom(runtime, copies.saved)) }, updates };
    },

    restore(parameters, optimizerState) {
      checkParameters(architecture, parameters, 'checkpoint');
      for (const [name, variable] of Object.entries(variables)) runtime.write(variable, parameters[name].data);
      step.restore(optimizerState);
      copies.restore(optimizerState.tensors);
    },

    freezeReference: copies.freezeReference,
    refreshTeacher: copies.refreshTeacher,
    async release() {
      await step.release();
      await pass.release();
    },
  };
}

/** Every tensor of the architecture; what the given params lack, the value head of a critic, begins at 0. */
const startingParameters = (architecture: Architecture, given: NamedTensors): NamedTensors =>
  Object.fromEntries(
    modelTensors(architecture).map(({ name, shape }) => [
      name,
      { shape, data: given[name]?.data ?? new Float32Array(size(shape)) },
    ]),
  );
