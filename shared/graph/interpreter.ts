/** The slow, obvious float64 evaluation of a graph: the reference that gradients and onnxruntime are checked
 *  against. */
import type { Graph } from './graph.ts';
import type { Dense } from './operator.ts';
import { size } from './shape.ts';

/** Values of the graph's outputs, in their order. `inputs` maps each input name to its values, row-major.
 *  Throws RangeError for a missing input or one of the wrong size. */
export function interpret(graph: Graph, inputs: Readonly<Record<string, ArrayLike<number>>>): Dense[] {
  const values = new Map<string, Dense>();
  for (const { value, tensor } of graph.constants)
    values.set(value.name, { shape: value.shape, data: Float64Array.from(tensor.data as ArrayLike<number>, Number) });
  for (const { name, shape } of graph.inputs) {
    const data = inputs[name];
    if (data?.length !== size(shape))
      throw new RangeError(
        `interpreter: expected ${size(shape)} values for input '${name}', got ${data?.length ?? 'none'}`,
      );
    values.set(name, { shape, data: Float64Array.from(data) });
  }
  for (const { operator, inputs: from, outputs, attributes } of graph.nodes) {
    const results = operator.evaluate(
      from.map((x) => values.get(x.name)!),
      attributes,
      outputs,
    );
    outputs.forEach((output, i) => values.set(output.name, results[i]));
  }
  return graph.outputs.map((output) => values.get(output.value.name)!);
}
