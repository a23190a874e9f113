/** Every operator of the catalogue: its gradient against finite differences, and onnxruntime against the interpreter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRuntime } from '../../main/trainer/ort-runtime.ts';
import { backward } from '../../shared/graph/backward.ts';
import { mul, reshape, total } from '../../shared/graph/build.ts';
import { Graph } from '../../shared/graph/graph.ts';
import { interpret } from '../../shared/graph/interpreter.ts';
import { onnx } from '../../shared/graph/onnx.ts';
import type { Example, Value } from '../../shared/graph/operator.ts';
import { operators } from '../../shared/graph/ops/index.ts';
import { int64, type DType, type Tensor } from '../../shared/graph/runtime.ts';
import { size } from '../../shared/graph/shape.ts';
import { stream } from '../../shared/util/rng.ts';
import { randomInputs } from '../support/random-inputs.ts';

const SEED = 20251;

/** The operator alone, its outputs weighted by fixed random numbers and summed to a loss, with the gradient of each float input. */
function lossGraph(name: string, example: Example) {
  const graph = new Graph();
  const rng = stream(SEED, `weights/${name}`);
  const inputs = example.inputs.map(({ shape, dtype = 'float32' }, i) => graph.input(`x${i}`, shape, dtype));
  const outputs = graph.apply(name, inputs, example.attributes);
  outputs.forEach((output, i) => graph.output(`y${i}`, output));
  const floats = inputs.filter((x, i) => x.dtype === 'float32' && !example.inputs[i]!.constant);
  if (!operators.get(name)!.gradient || outputs.some((output) => output.dtype !== 'float32'))
    return { graph, inputs, floats: [] as Value[] };
  const losses = outputs.map((output) => {
    const weights = graph.constant(
      output.shape,
      Array.from({ length: size(output.shape) }, () => rng.normal()),
    );
    return total(graph, mul(graph, output, weights));
  });
  const loss = losses.reduce((a, b) => graph.apply('Add', [a, b])[0]!);
  graph.output('loss', loss);
  backward(graph, loss, floats).forEach((gradient, i) =>
    graph.output(`d_${floats[i]!.name}`, reshape(graph, gradient, floats[i]!.shape)),
  );
  return { graph, inputs, floats };
}

const toTensor = (dtype: DType, shape: readonly number[], data: Float64Array): Tensor =>
  dtype === 'int64'
    ? int64(shape, data)
    : dtype === 'bool'
      ? { dtype, shape, data: Uint8Array.from(data) }
      : { dtype, shape, data: Float32Array.from(data) };

for (const [name, operator] of operators)
  operator.examples.forEach((example, n) => {
    const rng = stream(SEED, `inputs/${name}`, n);
    const values = randomInputs(example, rng).map((data, i) =>
      (example.inputs[i]!.dtype ?? 'float32') === 'float32' ? Float64Array.from(Float32Array.from(data)) : data,
    );
    const { graph, inputs, floats } = lossGraph(name, example);
    const feed = Object.fromEntries(inputs.map((x, i) => [x.name, values[i]!]));

    if (floats.length > 0)
      test(`${name} example ${n + 1}: the gradient equals central differences in float64`, () => {
        const at = (output: string, inputsNow: Record<string, Float64Array>) =>
          interpret(graph, inputsNow)[graph.outputs.findIndex((o) => o.name === output)]!.data;
        for (const x of floats) {
          const gradient = at(`d_${x.name}`, feed);
          const scale = Math.max(1e-3, ...gradient.map(Math.abs));
          for (let i = 0; i < gradient.length; i++) {
            const shifted = (h: number) =>
              at('loss', { ...feed, [x.name]: feed[x.name]!.map((v, j) => (j === i ? v + h : v)) })[0]!;
            const numeric = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
            assert.ok(
              Math.abs(numeric - gradient[i]!) / scale < 1e-6,
              `seed ${SEED}, ${x.name}[${i}]: rule ${gradient[i]}, differences ${numeric}`,
            );
          }
        }
      });

    test(`${name} example ${n + 1}: onnxruntime with 2 threads equals the interpreter`, async () => {
      const runtime = await openRuntime('cpu', { threads: 2 });
      const session = await runtime.load(onnx(graph));
      const got = await session.run(
        Object.fromEntries(inputs.map((x, i) => [x.name, toTensor(x.dtype, x.shape, values[i]!)])),
      );
      interpret(graph, feed).forEach((expected, i) => {
        const { name: output } = graph.outputs[i]!;
        const data = got[output]!.data;
        assert.equal(data.length, expected.data.length);
        expected.data.forEach((value, j) =>
          assert.ok(
            Math.abs(value - Number(data[j])) <= 1e-4 * Math.max(1, Math.abs(value)),
            `seed ${SEED}, ${output}[${j}]: interpreter ${value}, onnxruntime ${data[j]}`,
          ),
        );
      });
      await session.release();
    });
  });
