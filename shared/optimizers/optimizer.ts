/** What an optimizer is to the learner: declared parameters, state per parameter, numbers per step, and its update as
 *  graph code. */
import type { Parameters, Values } from '../config/parameter.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';

export interface Optimizer<P extends Parameters = Parameters> {
  readonly name: string;
  readonly title: string;
  /** Paper with version. */
  readonly source: string;
  readonly parameters: P;
  /** Names of the tensors kept per parameter, each of its shape and zero at the start. */
  readonly state: readonly string[];
  /** Numbers that change with the step (from 1), fed as scalars under these names. */
  scalars(step: number, learningRate: number, values: Values<P>): Readonly<Record<string, number>>;
  /** One parameter's update from its clipped gradient. `decay`: weight decay applies to it. */
  update(g: Graph, x: UpdateInputs, values: Values<P>): { param: Value; state: Readonly<Record<string, Value>> };
}

export interface UpdateInputs {
  readonly param: Value;
  readonly gradient: Value;
  readonly state: Readonly<Record<string, Value>>;
  readonly scalars: Readonly<Record<string, Value>>;
  readonly decay: boolean;
}
