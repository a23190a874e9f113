/** The decoder over a KV cache: a chunk of new tokens per row sees the cached ones and itself. The cache is read-only here; the new keys and
 *  values are outputs, which the sampler stores (scattering into the cache inside the graph is ten times slower on the CPU). */
import {
  add,
  concat,
  gather,
  lessOrEqual,
  matMul,
  mul,
  reshape,
  scalarOf,
  slice,
  softmax,
  sum,
  transpose,
  where,
} from '../graph/build.ts';
import { distribution } from '../graph/distribution.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Architecture } from './architecture.ts';
import { block, declareParams, embed, logits, rotary, weightsOf, type Params } from './transformer.ts';

export interface ChunkShape {
  /** B, rows. */
  readonly batch: number;
  /** Tq, new tokens a row. */
  readonly length: number;
  /** C, cached tokens that fit; 0 for rows that start. */
  readonly cache: number;
  /** What is read off: `probs` [B, V] and `entropy` [B, 1] of what follows each row's only token (Tq = 1), log-probs of `selected` targets, or nothing. */
  readonly head: 'probs' | 'none' | { readonly selected: number };
  /** Positions that the rotary tables cover. */
  readonly mostPositions: number;
}

/** The weights that decoding multiplies with (weightsOf), made once for many steps. Inputs: every parameter; outputs: `folded.<weight>` for
 *  those that are no parameters themselves. */
export function weightsGraph(a: Architecture): Graph {
  const g = new Graph();
  const params = declareParams(g, a);
  for (const [name, value] of Object.entries(weightsOf(g, a, params)))
    if (value !== params[name]) g.output(`folded.${name}`, value);
  return g;
}

/** Declares every weight as a graph input. */
function declareWeights(g: Graph, a: Architecture): Params {
  const shapes = new Graph();
  const weights = weightsOf(shapes, a, declareParams(shapes, a));
  return Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, g.input(name, shape)]));
}

/** Inputs: the weights, ids [B, Tq + convolution − 1], positions [B, Tq], cached [B, 1, 1, 1] (tokens of the row that are valid in the cache),
 *  keys.l and values.l [B, Hkv, C, D] (l from 0; none when C = 0), and for log-probs select [S], targets [S, 1].
 *  Outputs: newKeys.l and newValues.l [B, Tq, Hkv·D], and what the head reads off: `probs` and `entropy`, or `logProb` [S, 1]. */
export function decodingGraph(a: Architecture, { batch, length, cache, head, mostPositions }: ChunkShape): Graph {
  const g = new Graph();
  const weights = declareWeights(g, a);
  const ids = g.input('ids', [batch, length + a.convolution - 1], 'int32');
  const angles = rotary(g, a, g.input('positions', [batch, length], 'int64'), mostPositions);
  const cacheBias = cache > 0 ? hideBeyond(g, g.input('cached', [batch, 1, 1, 1]), cache) : null;
  const attend = (q: Value, k: Value, v: Value, layer: number) => {
    g.output(`newKeys.${layer}`, k);
    g.output(`newValues.${layer}`, v);
    const past = [batch, a.kvHeads, cache, a.headSize];
    const cached = cacheBias && {
      bias: cacheBias,
      keys: g.input(`keys.${layer}`, past),
      values: g.input(`values.${layer}`, past),
    };
    return attendTo(g, a, q, k, v, cached);
  };
  let x = embed(g, a, weights, ids);
  for (let layer = 0; layer < a.layers; layer++) x = block(g, a, weights, layer, x, angles, attend);
  if (head === 'probs') {
    const { probs, entropy } = distribution(g, logits(g, a, weights, x));
    g.output('probs', probs);
    g.output('entropy', entropy);
  } else if (head !== 'none') {
    const chosen = gather(g, x, g.input('select', [head.selected], 'int32'));
    const targets = g.input('targets', [head.selected, 1], 'int32');
    g.output('logProb', g.apply('TokenLogProb', [logits(g, a, weights, chosen), targets])[0]!);
  }
  return g;
}

/** 0 for cache slots below `cached`, a large negative number for the others: [B, 1, 1, C]. */
function hideBeyond(g: Graph, cached: Value, cache: number): Value {
  const slots = g.constant(
    [1, 1, 1, cache],
    Array.from({ length: cache }, (_, i) => i + 1),
  );
  return where(g, lessOrEqual(g, slots, cached), scalarOf(g, 0), scalarOf(g, -1e9));
}

interface Cached {
  readonly bias: Value;
  readonly keys: Value;
  readonly values: Value;
}

/** Attention of new tokens over cache and chunk. Scores of the two parts are joined, not the parts themselves: joining would copy the cache. */
function attendTo(g: Graph, a: Architecture, q: Value, k: Value, v: Value, cached: Cached | null): Value {
  const [batch, length] = q.shape as [number, number, number];
  const { kvHeads, headSize } = a;
  const groups = a.heads / kvHeads;
  const rows = groups * length;
  const queries = reshape(g, transpose(g, reshape(g, q, [batch, length, kvHeads, groups, headSize]), [0, 2, 3, 1, 4]), [
    batch,
    kvHeads,
    rows,
    headSize,
  ]);
  const heads = (x: Value) => transpose(g, reshape(g, x, [batch, length, kvHeads, headSize]), [0, 2, 1, 3]);
  const scoresOf = (keys: Value) => matMul(g, queries, transpose(g, keys, [0, 1, 3, 2]));
  // With one new token its scores and its part of the mix are too thin for products.
  const own =
    length === 1 ? sum(g, mul(g, queries, heads(k)), [3]) : add(g, scoresOf(heads(k)), causal(g, groups, length));
  if (!cached) return merge(g, matMul(g, softmax(g, own), heads(v)), groups);
  const cache = cached.keys.shape[2]!;
  const weights = softmax(g, concat(g, [add(g, scoresOf(cached.keys), cached.bias), own], 3)); // [B, Hkv, groups·Tq, C + Tq]
  const fromCache = matMul(g, slice(g, weights, 3, 0, cache), cached.values);
  const ownWeights = slice(g, weights, 3, cache, cache + length);
  const fromChunk = length === 1 ? mul(g, ownWeights, heads(v)) : matMul(g, ownWeights, heads(v));
  return merge(g, add(g, fromCache, fromChunk), groups);
}

/** [B, Hkv, groups·Tq, D] → [B, Tq, H·D]. */
function merge(g: Graph, x: Value, groups: number): Value {
  const [batch, kvHeads, rows, headSize] = x.shape as [number, number, number, number];
  const length = rows / groups;
  const split = transpose(g, reshape(g, x, [batch, kvHeads, groups, length, headSize]), [0, 3, 1, 2, 4]);
  return reshape(g, split, [batch, length, kvHeads * groups * headSize]);
}

/** Within the chunk a token sees itself and those before it: [groups·Tq, Tq]. */
function causal(g: Graph, groups: number, length: number): Value {
  const mask = new Float32Array(groups * length * length);
  for (let row = 0; row < groups * length; row++)
    mask.fill(-1e9, row * length + (row % length) + 1, (row + 1) * length);
  return g.constant([groups * length, length], mask);
}
