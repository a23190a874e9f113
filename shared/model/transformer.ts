/** The decoder as graph code. Training and decoding share all of it but the attention, which is passed in. */
import { add, gather, gemm, mul, reshape, scale, slice, transpose } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Architecture } from '../models/architecture.ts';
import { modelTensors } from '../models/tensors.ts';

export type Params = Readonly<Record<string, Value>>;

/** Declares every parameter as a graph input. */
export function declareParams(g: Graph, a: Architecture): Params {
  return Object.fromEntries(modelTensors(a).map(({ name, shape, dtype }) => [name, g.input(name, shape, dtype)]));
}

/** The matrices that the decoder multiplies with. Each has the gain of the norm before it folded in, diag(gain)·W,
 *  which saves a pass over the activations in each direction. The output layer is `head` [C, V], also if it is tied to
 *  the embedding. */
export function weightsOf(g: Graph, a: Architecture, params: Params): Params {
  const after = (norm: string, matrix: Value): Value =>
    mul(g, matrix, reshape(g, params[norm], [params[norm].shape[0], 1]));
  const weights: Record<string, Value> = { ...params };
  for (let i = 0; i < a.layers; i++)
    for (const [norm, names] of Object.entries(normedBy))
      for (const name of names)
        weights[`layers.${i}.${name}`] = after(`layers.${i}.${norm}`, params[`layers.${i}.${name}`]);
  weights['head'] = after('norm', a.tied ? transpose(g, params['embedding'], [1, 0]) : params['head']);
  return Object.fromEntries(Object.entries(weights).filter(([name]) => !/(^|\.)norm$/.test(name)));
}

/** Norm → the matrices that read its output. */
const normedBy = {
  'attention.norm': ['attention.query', 'attention.key', 'attention.value'],
  'mlp.norm': ['mlp.gate', 'mlp.up'],
};

/** Attention of one layer: q [B, T, H·D], k and v [B, T, Hkv·D] → [B, T, H·D]. q is rotated and scaled, k is
 *  rotated. */
export type Attend = (q: Value, k: Value, v: Value, layer: number) => Value;

/** Token ids [B, T + convolution − 1] → embeddings [B·T, C]. The first convolution − 1 ids of a row are the tokens
 *  before it. */
export function embed(g: Graph, a: Architecture, weights: Params, ids: Value): Value {
  const [batch, padded] = ids.shape as [number, number];
  const length = padded - (a.convolution - 1);
  const embedded = gather(g, weights['embedding'], ids); // [B, T + convolution − 1, C]
  if (a.convolution === 1) return reshape(g, embedded, [batch * length, a.width]);
  const taps = Array.from({ length: a.convolution }, (_, back) => {
    // [1, C]: weight of the token `back` places before
    const kernel = slice(g, weights['convolution'], 0, back, back + 1);
    return mul(g, slice(g, embedded, 1, a.convolution - 1 - back, a.convolution - 1 - back + length), kernel);
  });
  return reshape(
    g,
    taps.reduce((x, y) => add(g, x, y)),
    [batch * length, a.width],
  );
}

/** How a graph multiplies rows by weights: training and decoding hold the weights differently. */
export interface Products {
  /** x [N, in] → [N, out]. */
  linear(g: Graph, x: Value, weight: Value): Value;
  /** SwiGLU's three products: x [N, C] → [N, C]. */
  gated(g: Graph, x: Value, gate: Value, up: Value, down: Value): Value;
}

/** With the weights of `weightsOf`, [in, out]. */
export const rowProducts: Products = {
  linear: (g, x, weight) => gemm(g, x, weight),
  gated: (g, x, gate, up, down) => gemm(g, g.apply('SwiGlu', [gemm(g, x, gate), gemm(g, x, up)])[0], down),
};

/** One layer: x [B·T, C] → [B·T, C].  x += attention(norm(x));  x += swiglu(norm(x)).
 *  pick: selects the rows that are read after the layer, [B·T, …] → [S, …]. Past the attention only these are computed,
 *  and the result is [S, C]. */
export function block(
  g: Graph,
  a: Architecture,
  weights: Params,
  layer: number,
  x: Value,
  angles: Rotary,
  attend: Attend,
  { linear, gated }: Products,
  pick: (rows: Value) => Value = (rows) => rows,
): Value {
  const [batch, length] = angles.positions.shape as [number, number];
  const w = (name: string) => weights[`layers.${layer}.${name}`];
  const sequence = (rows: Value) => reshape(g, rows, [batch, length, rows.shape[1]]);
  const rotate = (rows: Value, tables: readonly [Value, Value]) =>
    g.apply('RotaryEmbedding', [sequence(rows), angles.positions, ...tables])[0];
  const h = g.apply('RmsNorm', [x], { epsilon: a.epsilon })[0];
  const q = rotate(linear(g, h, w('attention.query')), angles.query);
  const k = rotate(linear(g, h, w('attention.key')), angles.key);
  const mixed = attend(q, k, sequence(linear(g, h, w('attention.value'))), layer);
  const attendedTo = pick(reshape(g, mixed, [batch * length, mixed.shape[2]]));
  const attended = add(g, pick(x), linear(g, attendedTo, w('attention.output')));

  const u = g.apply('RmsNorm', [attended], { epsilon: a.epsilon })[0];
  return add(g, attended, gated(g, u, w('mlp.gate'), w('mlp.up'), w('mlp.down')));
}

/** Residual stream [N, C] → logits [N, V]. */
export function logits(g: Graph, a: Architecture, weights: Params, x: Value, { linear }: Products): Value {
  return linear(g, g.apply('RmsNorm', [x], { epsilon: a.epsilon })[0], weights['head']);
}

/** Learning rate of the critic as a multiple of the policy's. Adam moves every weight by about the learning rate, so
 *  the critic's output is scaled. Tuned on PPO on graded questions, learning rate 3e-4 (docs/log.md). At 1 the critic
 *  lags behind the success rate. At 10 (verl's ratio of critic to policy) its gradient makes the global norm clip the
 *  policy's. */
const CRITIC_SCALE = 3;

/** Residual stream [N, C] → the critic's estimates [N, 1]. */
export function values(g: Graph, a: Architecture, weights: Params, x: Value, { linear }: Products): Value {
  const normed = g.apply('RmsNorm', [x], { epsilon: a.epsilon })[0];
  return scale(g, add(g, linear(g, normed, weights['value.weight']), weights['value.bias']), CRITIC_SCALE);
}

/** Positions of a batch and the tables that rotate by them. Made once per graph. */
export interface Rotary {
  /** [B, T] int64 */
  readonly positions: Value;
  /** cos and sin of position · base^(−2i/D), each [most positions, D/2]. The query's include the softmax scale 1/√D. */
  readonly query: readonly [Value, Value];
  readonly key: readonly [Value, Value];
}

export function rotary(g: Graph, a: Architecture, positions: Value, mostPositions: number): Rotary {
  const half = a.headSize / 2;
  const table = (f: (angle: number) => number, scale: number) =>
    g.constant(
      [mostPositions, half],
      Float32Array.from(
        { length: mostPositions * half },
        (_, at) => scale * f(Math.floor(at / half) * a.ropeBase ** (-(at % half) / half)),
      ),
    );
  const scale = 1 / Math.sqrt(a.headSize);
  return {
    positions,
    query: [table(Math.cos, scale), table(Math.sin, scale)],
    key: [table(Math.cos, 1), table(Math.sin, 1)],
  };
}
