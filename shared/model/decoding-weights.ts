/** The weights as decoding holds them, [out, in], and its products. */
import { gemm, transpose } from '../graph/build.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Architecture } from '../models/architecture.ts';
import { declareParams, weightsOf, type Params, type Products } from './transformer.ts';

const turn = (g: Graph, x: Value): Value => transpose(g, x, [1, 0]);

/** The weights of `weightsOf`, with every matrix as [out, in]. */
function decodingWeights(g: Graph, a: Architecture, params: Params): Params {
  const { embedding, convolution, ...matrices } = weightsOf(g, a, params) as Record<string, Value>;
  return {
    embedding: embedding!,
    ...(convolution && { convolution }),
    ...Object.fromEntries(Object.entries(matrices).map(([name, matrix]) => [name, turn(g, matrix)])),
  };
}

/** Makes the decoding weights, once for many steps. Inputs: every parameter. Outputs: `decoding.<weight>`, for each
 *  weight that is not a parameter itself. */
export function weightsGraph(a: Architecture): Graph {
  const g = new Graph();
  const params = declareParams(g, a);
  for (const [name, value] of Object.entries(decodingWeights(g, a, params)))
    if (value !== params[name]) g.output(`decoding.${name}`, value);
  return g;
}

/** Declares every decoding weight as a graph input. */
export function declareWeights(g: Graph, a: Architecture): Params {
  const shapes = new Graph();
  const weights = decodingWeights(shapes, a, declareParams(shapes, a));
  return Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, g.input(name, shape)]));
}

/** x·Wᵀ, for few rows as (W·xᵀ)ᵀ. onnxruntime first copies the second factor of a product into another order, so the
 *  smaller one is put there. A step of 32 rows takes 0.9 (width 128) or 0.8 (width 256) of the time (onnxruntime 1.30,
 *  CPU). */
export const decodingProducts: Products = {
  linear: (g, x, weight) => (areFew(x, weight) ? turn(g, gemm(g, weight, x, 0, 1)) : gemm(g, x, weight, 0, 1)),
  gated(g, x, gate, up, down) {
    const few = areFew(x, gate);
    const into = (weight: Value) => (few ? gemm(g, weight, x, 0, 1) : gemm(g, x, weight, 0, 1));
    const inner = g.apply('SwiGlu', [into(gate), into(up)])[0]; // [hidden, N] for few rows
    return few ? turn(g, gemm(g, down, inner)) : gemm(g, inner, down, 0, 1);
  },
};

const areFew = (x: Value, weight: Value): boolean => x.shape[0] < weight.shape[0];
