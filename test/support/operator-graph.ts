/** One operator of the catalogue, alone in a graph with its gradient, and the random numbers to run it on. */
import { backward } from '../../shared/graph/backward.ts';
import { add, mul, reshape, total } from '../../shared/graph/build.ts';
import { Graph } from '../../shared/graph/graph.ts';
import type { Example, Value } from '../../shared/graph/operator.ts';
import { operators } from '../../shared/graph/ops/index.ts';
import { int32, int64, type DType, type Tensor } from '../../shared/graph/runtime.ts';
import { size } from '../../shared/graph/shape.ts';
import { stream } from '../../shared/util/rng.ts';
import { randomInputs } from './random-inputs.ts';

export interface OperatorGraph {
  readonly graph: Graph;
  /** The float inputs that have a gradient `d_<input>`. */
  readonly floats: readonly Value[];
  /** Per input of the graph, exact in float32. */
  readonly feed: Readonly<Record<string, Float64Array>>;
}

/** Outputs `y<i>`. If the operator has a gradient, also `d_<input>` and `loss`: the outputs' sum, weighted by fixed
 *  random numbers. */
export function operatorGraph(name: string, example: Example, n: number, seed: number): OperatorGraph {
  const graph = new Graph();
  const inputs = example.inputs.map(({ shape, dtype = 'float32' }, i) => graph.input(`x${i}`, shape, dtype));
  const drawn = randomInputs(example, stream(seed, `inputs/${name}`, n));
  const feed = Object.fromEntries(
    inputs.map(({ name: input, dtype }, i) => [input, dtype === 'float32' ? drawn[i].map(Math.fround) : drawn[i]]),
  );
  const outputs = graph.apply(name, inputs, example.attributes);
  outputs.forEach((output, i) => graph.output(`y${i}`, output));
  if (!operators.get(name)!.gradient || outputs.some(({ dtype }) => dtype !== 'float32'))
    return { graph, floats: [], feed };
  const floats = inputs.filter(({ dtype }, i) => dtype === 'float32' && !example.inputs[i].constant);
  const rng = stream(seed, `weights/${name}`);
  const losses = outputs.map((output) => {
    const weights = Array.from({ length: size(output.shape) }, () => rng.normal());
    return total(graph, mul(graph, output, graph.constant(output.shape, weights)));
  });
  const loss = losses.reduce((a, b) => add(graph, a, b));
  graph.output('loss', loss);
  backward(graph, loss, floats).forEach((gradient, i) =>
    graph.output(`d_${floats[i].name}`, reshape(graph, gradient, floats[i].shape)),
  );
  return { graph, floats, feed };
}

/** Numbers as a tensor of the kind a graph's input wants. */
export function toTensor({ dtype, shape }: { dtype: DType; shape: readonly number[] }, data: Float64Array): Tensor {
  if (dtype === 'int64') return int64(shape, data);
  if (dtype === 'int32') return int32(shape, Int32Array.from(data));
  return { dtype, shape, data: dtype === 'bool' ? Uint8Array.from(data) : Float32Array.from(data) };
}

export const tensors = ({ graph, feed }: OperatorGraph): Record<string, Tensor> =>
  Object.fromEntries(graph.inputs.map((input) => [input.name, toTensor(input, feed[input.name])]));
