/** Every operator of the catalogue: its gradient against finite differences, and onnxruntime against the
 *  interpreter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { interpret } from '../../../shared/graph/interpreter.ts';
import { onnx } from '../../../shared/graph/onnx.ts';
import { operators } from '../../../shared/graph/ops/index.ts';
import { stream } from '../../../shared/util/rng.ts';
import { operatorGraph, tensors } from '../../support/operator-graph.ts';

const SEED = 20251;

/** Along each input element; for large inputs along a few random directions, each of which changes all elements. */
function directions(size: number): ((i: number) => number)[] {
  if (size <= 200) return Array.from({ length: size }, (_, at) => (i: number) => Number(i === at));
  return [0, 1, 2].map((n) => {
    const rng = stream(SEED, 'direction', n);
    const drawn = Float64Array.from({ length: size }, () => (rng.next() < 0.5 ? -1 : 1));
    return (i: number) => drawn[i];
  });
}

for (const [name, operator] of operators)
  operator.examples.forEach((example, n) => {
    const built = operatorGraph(name, example, n, SEED);
    const { graph, floats, feed } = built;

    if (floats.length > 0)
      test(`${name} example ${n + 1}: the gradient equals central differences in float64`, () => {
        const at = (output: string, inputsNow: Record<string, Float64Array>) =>
          interpret(graph, inputsNow)[graph.outputs.findIndex((o) => o.name === output)].data;
        for (const x of floats) {
          const gradient = at(`d_${x.name}`, feed);
          const scale = Math.max(1e-3, ...gradient.map(Math.abs));
          for (const [n, direction] of directions(gradient.length).entries()) {
            const shifted = (h: number) =>
              at('loss', { ...feed, [x.name]: feed[x.name].map((v, i) => v + h * direction(i)) })[0];
            const numeric = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
            const rule = gradient.reduce((total, slope, i) => total + slope * direction(i), 0);
            assert.ok(
              Math.abs(numeric - rule) / scale < 1e-6,
              `seed ${SEED}, ${x.name}, direction ${n}: rule ${rule}, differences ${numeric}`,
            );
          }
        }
      });

    test(`${name} example ${n + 1}: onnxruntime with 2 threads equals the interpreter`, async () => {
      const runtime = await openRuntime('cpu', { threads: 2 });
      const session = await runtime.load(onnx(graph));
      const got = await session.run(tensors(built));
      interpret(graph, feed).forEach((expected, i) => {
        const { name: output } = graph.outputs[i];
        const data = got[output].data;
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
