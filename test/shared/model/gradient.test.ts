/** The whole model: gradients against finite differences, onnxruntime against the interpreter, bits against bits. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { interpret } from '../../../shared/graph/interpreter.ts';
import { onnx } from '../../../shared/graph/onnx.ts';
import { float32, int32 } from '../../../shared/graph/runtime.ts';
import { size } from '../../../shared/graph/shape.ts';
import { crossEntropy } from '../../../shared/loss/cross-entropy.ts';
import type { LossGraph } from '../../../shared/loss/loss-graph.ts';
import { objectiveGraph } from '../../../shared/loss/objective-loss.ts';
import type { Objective } from '../../../shared/loss/objective.ts';
import type { Architecture } from '../../../shared/models/architecture.ts';
import { modelTensors } from '../../../shared/models/tensors.ts';
import { initialParameters } from '../../../shared/model/parameters.ts';
import { trainingGraph } from '../../../shared/model/training-graph.ts';
import { stream } from '../../../shared/util/rng.ts';
import { tinyArchitecture } from '../../support/small-model.ts';

const SEED = 4242;
const bucket = { batch: 2, length: 7, selected: 9, segments: 2 };
const objective: Objective = {
  clipLow: 0.2,
  clipHigh: 0.3,
  dualClip: 3,
  aggregation: 'tokenMean',
  klCoefficient: 0.05,
  klEstimator: 'k3',
  entropyCoefficient: 0.01,
};
const withCritic: Objective = { ...objective, critic: { coefficient: 0.5, clip: 0.5, gamma: 1 } };
/** With `critic` the architecture has a value head. */
const losses: readonly (readonly [string, LossGraph, { readonly critic?: true }?])[] = [
  ['cross-entropy', crossEntropy],
  ['clipped policy loss with KL k3 and entropy', objectiveGraph(objective)],
  ['clipped policy loss with one ratio for a sequence', objectiveGraph({ ...objective, ratioOver: 'sequence' })],
  ['clipped policy loss with a range for each token', objectiveGraph({ ...objective, clipScaled: true })],
  ['clipped policy loss with a critic’s clipped loss', objectiveGraph(withCritic), { critic: true }],
  ['clipped policy loss with KL k2', objectiveGraph({ ...objective, klEstimator: 'k2', dualClip: null })],
];
const architectures: readonly (readonly [string, Architecture])[] = [
  ['tied embedding, 2 key heads, convolution 3', tinyArchitecture],
  ['untied embedding, 1 key head, no convolution', { ...tinyArchitecture, tied: false, kvHeads: 1, convolution: 1 }],
];

function inputsOf(graph: ReturnType<typeof trainingGraph>, architecture: Architecture): Record<string, Float64Array> {
  const params = initialParameters(architecture, SEED);
  const rng = stream(SEED, 'inputs');
  const draw = (name: string, count: number): Float64Array => {
    // The value head starts at 0.
    if (name.startsWith('value.')) return Float64Array.from({ length: count }, () => Math.fround(rng.normal()));
    if (name in params) return Float64Array.from(params[name].data);
    if (name === 'ids' || name === 'targets')
      return Float64Array.from({ length: count }, () => rng.integer(architecture.vocabularySize));
    if (name === 'inverse') return Float64Array.from({ length: count }, (_, i) => Math.min(i, bucket.selected));
    if (name === 'select') return Float64Array.from({ length: count }, (_, i) => i);
    // Ratios on both sides of the clip.
    if (name.endsWith('LogProb')) return Float64Array.from({ length: count }, () => Math.fround(-3 + 1.5 * rng.next()));
    // 5 slots, then 4
    if (name === 'segment') return Float64Array.from({ length: count }, (_, i) => Number(i % 2 === Number(i >= 10)));
    if (name === 'ratioLow') return Float64Array.from({ length: count }, () => Math.fround(0.7 + 0.2 * rng.next()));
    if (name === 'ratioHigh') return Float64Array.from({ length: count }, () => Math.fround(1.1 + 0.3 * rng.next()));
    if (name === 'share') return Float64Array.from({ length: count }, (_, i) => (i < 5 ? 1 / 5 : 1 / 4));
    return Float64Array.from({ length: count }, () =>
      Math.fround(name === 'mask' ? 1 : name.startsWith('sum.') ? 0 : rng.normal()),
    );
  };
  return Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, draw(name, size(shape))]));
}

for (const [what, plain] of architectures)
  for (const [title, loss, head] of losses)
    for (const recompute of [false, true])
      test(`${title}, ${what}${recompute ? ', activations recomputed' : ''}: every parameter's gradient equals central differences in float64`, () => {
        const architecture = { ...plain, ...head };
        const graph = trainingGraph(architecture, bucket, loss, recompute);
        const inputs = inputsOf(graph, architecture);
        const at = (name: string, now = inputs) =>
          interpret(graph, now)[graph.outputs.findIndex((output) => output.name === name)].data;
        const rng = stream(SEED, 'direction');
        for (const { name, shape } of modelTensors(architecture)) {
          // Along a random direction the whole tensor is checked with two evaluations.
          const direction = Float64Array.from({ length: size(shape) }, () => rng.normal());
          const gradient = at(`total.${name}`);
          const slope = gradient.reduce((total, g, i) => total + g * direction[i], 0);
          const along = (h: number) =>
            at('loss', { ...inputs, [name]: inputs[name].map((x, i) => x + h * direction[i]) })[0];
          const numeric = (along(1e-5) - along(-1e-5)) / 2e-5;
          const scale = Math.max(1e-3, Math.abs(slope), Math.sqrt(gradient.reduce((total, g) => total + g * g, 0)));
          assert.ok(
            Math.abs(numeric - slope) / scale < 1e-6,
            `seed ${SEED}, ${name}: rule ${slope}, differences ${numeric}`,
          );
        }
      });

const cases = [
  { what: '', architecture: tinyArchitecture, minimised: objective, recompute: false },
  { what: ', activations recomputed', architecture: tinyArchitecture, minimised: objective, recompute: true },
  {
    ...{ what: ', with a critic', architecture: { ...tinyArchitecture, critic: true } as const },
    ...{ minimised: withCritic, recompute: false },
  },
];
for (const { what, architecture, minimised, recompute } of cases)
  test(`onnxruntime with 2 threads equals the interpreter and repeats itself bit for bit${what}`, async () => {
    const graph = trainingGraph(architecture, bucket, objectiveGraph(minimised), recompute);
    const inputs = inputsOf(graph, architecture);
    const runtime = await openRuntime('cpu', { threads: 2 });
    const session = await runtime.load(onnx(graph));
    const feed = Object.fromEntries(
      graph.inputs.map(({ name, shape, dtype }) => [
        name,
        dtype === 'int32'
          ? int32(shape, Int32Array.from(inputs[name]))
          : float32(shape, Float32Array.from(inputs[name])),
      ]),
    );
    const first = await session.run(feed);
    const second = await session.run(feed);
    interpret(graph, inputs).forEach(({ data }, i) => {
      const { name } = graph.outputs[i];
      const scale = Math.max(1, ...data.map(Math.abs));
      data.forEach((expected, j) => {
        assert.ok(
          Math.abs(expected - Number(first[name].data[j])) < 1e-4 * scale,
          `seed ${SEED}, ${name}[${j}]: interpreter ${expected}, onnxruntime ${first[name].data[j]}`,
        );
      });
      assert.deepEqual(first[name].data, second[name].data, name);
    });
    await session.release();
  });
