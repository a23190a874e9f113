/** Optimizer steps on the update graph, in the float64 interpreter or in onnxruntime. */
import { openRuntime } from '../../main/devices/ort-runtime.ts';
import type { Parameters, Values } from '../../shared/config/parameter.ts';
import { interpret } from '../../shared/graph/interpreter.ts';
import { onnx } from '../../shared/graph/onnx.ts';
import { float32 } from '../../shared/graph/runtime.ts';
import { size } from '../../shared/graph/shape.ts';
import type { Optimizer } from '../../shared/optimizers/optimizer.ts';
import { updateGraph, type UpdatedParameter } from '../../shared/optimizers/update-graph.ts';

export type Numbers = Readonly<Record<string, ArrayLike<number>>>;

export const engines = ['interpreter', 'onnxruntime'] as const;
export type Engine = (typeof engines)[number];

export interface UpdateRun {
  /** Current params, and optimizer state as `<state>.<parameter>`. */
  held: Record<string, ArrayLike<number>>;
  /** One step, counted from 1; returns the gradient norm before clipping. */
  step(step: number, gradients: Numbers, learningRate: number): Promise<number>;
  close(): Promise<void>;
}

export async function updateRun<P extends Parameters>(
  optimizer: Optimizer<P>,
  values: Values<P>,
  parameters: readonly UpdatedParameter[],
  start: Numbers,
  maxGradNorm: number,
  engine: Engine,
): Promise<UpdateRun> {
  const graph = updateGraph(optimizer, values, parameters, maxGradNorm);
  const names = graph.outputs.map(({ name }) => name);
  const session =
    engine === 'onnxruntime' ? await (await openRuntime('cpu', { threads: 2 })).load(onnx(graph)) : undefined;

  async function evaluate(inputs: Numbers): Promise<Numbers> {
    if (!session) return Object.fromEntries(interpret(graph, inputs).map(({ data }, i) => [names[i], data]));
    const fed = graph.inputs.map(({ name, shape }) => [name, float32(shape, Float32Array.from(inputs[name]))] as const);
    const results = await session.run(Object.fromEntries(fed));
    return Object.fromEntries(names.map((name) => [name, results[name].data as Float32Array]));
  }
  const zeros = parameters.flatMap(({ name, shape }) =>
    optimizer.state.map((key) => [`${key}.${name}`, new Float64Array(size(shape))] as const),
  );

  const run: UpdateRun = {
    held: { ...start, ...Object.fromEntries(zeros) },
    async step(step, gradients, learningRate) {
      const scalars = Object.entries(optimizer.scalars(step, learningRate, values));
      const results = await evaluate({
        ...run.held,
        ...Object.fromEntries(Object.entries(gradients).map(([name, data]) => [`sum.${name}`, data])),
        ...Object.fromEntries(scalars.map(([name, x]) => [`scalar.${name}`, [x]])),
      });
      for (const name of Object.keys(run.held)) run.held[name] = results[`next.${name}`];
      return results['gradNorm'][0];
    },
    close: async () => session?.release(),
  };
  return run;
}
