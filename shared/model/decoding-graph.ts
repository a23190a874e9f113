/** The decoder over a KV cache: a chunk of new tokens per row sees the cached ones and itself. The cache is read-only
 *  here. The new keys and values are outputs, which the sampler stores: scattering them into the cache inside the graph
 *  is ten times slower on the CPU. */
import {
  add,
  concat,
  expand,
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
import type { Architecture } from '../models/architecture.ts';
import { decodingProducts, declareWeights } from './decoding-weights.ts';
import { block, embed, logits, rotary, values } from './transformer.ts';

export interface ChunkShape {
  /** B, rows. */
  readonly batch: number;
  /** Tq, new tokens a row. */
  readonly length: number;
  /** C, cached tokens that fit; 0 for empty rows. */
  readonly cache: number;
  /** What is computed from the last layer. `probs`: the distribution after each row's only token (Tq = 1), its entropy
   *  and the critic's estimate. `selected`: log-probs of that many targets. */
  readonly head: 'probs' | 'none' | { readonly selected: number };
  /** Positions that the rotary tables cover. */
  readonly mostPositions: number;
}

/** Inputs: the weights, ids [B, Tq + convolution − 1], positions [B, Tq], cached [B, 1, 1, 1] (tokens of the row that
 *  are valid in the cache), keys.l and values.l [B, Hkv, C, D] (l from 0; none when C = 0), and for log-probs select
 *  [S], targets [S, 1]. Outputs: newKeys.l and newValues.l [B, Tq, Hkv·D]; for the head `probs` [B, V], `entropy` [B,
 *  1] and with a critic `value` [B, 1], or `logProb` [S, 1]. */
export function decodingGraph(a: Architecture, { batch, length, cache, head, mostPositions }: ChunkShape): Graph {
  const g = new Graph();
  const weights = declareWeights(g, a);
  const ids = g.input('ids', [batch, length + a.convolution - 1], 'int32');
  const angles = rotary(g, a, g.input('positions', [batch, length], 'int64'), mostPositions);
  const bias = cache > 0 ? biasOf(g, hideBeyond(g, g.input('cached', [batch, 1, 1, 1]), cache), a, length) : null;
  const attend = (q: Value, k: Value, v: Value, layer: number) => {
    g.output(`newKeys.${layer}`, k);
    g.output(`newValues.${layer}`, v);
    const past = [batch, a.kvHeads, cache, a.headSize];
    const cached = bias && {
      bias,
      keys: g.input(`keys.${layer}`, past),
      values: g.input(`values.${layer}`, past),
    };
    return cached && length === 1 ? attendToken(g, a, q, k, v, cached) : attendChunk(g, a, q, k, v, cached);
  };
  let x = embed(g, a, weights, ids);
  const select = typeof head === 'object' && g.input('select', [head.selected], 'int32');
  const pick = select ? (rows: Value) => gather(g, rows, select) : undefined;
  for (let layer = 0; layer < a.layers; layer++)
    x = block(g, a, weights, layer, x, angles, attend, decodingProducts, layer === a.layers - 1 ? pick : undefined);
  if (head === 'probs') {
    const { probs, entropy } = distribution(g, logits(g, a, weights, x, decodingProducts));
    g.output('probs', probs);
    g.output('entropy', entropy);
    if (a.critic) g.output('value', values(g, a, weights, x, decodingProducts));
  } else if (head !== 'none') {
    const targets = g.input('targets', [head.selected, 1], 'int32');
    g.output('logProb', g.apply('TokenLogProb', [logits(g, a, weights, x, decodingProducts), targets])[0]);
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

/** What each layer adds to the scores. For one new token it hides unused cache slots; for several also later tokens. */
function biasOf(g: Graph, cacheBias: Value, a: Architecture, length: number): Value {
  if (length === 1) return cacheBias;
  const [batch, , , cache] = cacheBias.shape as [number, number, number, number];
  const groups = a.heads / a.kvHeads;
  const rows = groups * length;
  const own = reshape(g, causal(g, groups, length), [1, 1, rows, length]);
  return concat(g, [expand(g, cacheBias, [batch, 1, rows, cache]), expand(g, own, [batch, 1, rows, length])], 3);
}

interface Cached {
  /** For one new token [B, 1, 1, C], for several [B, 1, groups·Tq, C + Tq]. */
  readonly bias: Value;
  readonly keys: Value;
  readonly values: Value;
}

/** Most query heads of a key head that get a product each while decoding: a product of one row copies no keys first. At
 *  two heads and 256 rows a step takes 0.9 of the time, at four 1.2 (onnxruntime 1.30, CPU). */
const MOST_APART = 2;

/** Attention of several new tokens over cache and chunk. Keys and values are joined, since they are smaller than the
 *  scores. */
function attendChunk(g: Graph, a: Architecture, q: Value, k: Value, v: Value, cached: Cached | null): Value {
  const [batch, length] = q.shape as [number, number, number];
  const { kvHeads, headSize } = a;
  const groups = a.heads / kvHeads;
  const stacked = transpose(g, reshape(g, q, [batch, length, kvHeads, groups, headSize]), [0, 2, 3, 1, 4]);
  const queries = reshape(g, stacked, [batch, kvHeads, groups * length, headSize]);
  const joined = (x: Value, past: Value | undefined) => {
    const own = transpose(g, reshape(g, x, [batch, length, kvHeads, headSize]), [0, 2, 1, 3]);
    return past ? concat(g, [past, own], 2) : own; // [B, Hkv, C + Tq, D]
  };
  const scores = matMul(g, queries, flip(g, joined(k, cached?.keys)));
  const weights = softmax(g, add(g, scores, cached ? cached.bias : causal(g, groups, length)));
  return merge(g, matMul(g, weights, joined(v, cached?.values)), a, length);
}

/** Attention of one new token over cache and itself. The scores are joined, not the keys and values: that would copy
 *  the cache. */
function attendToken(g: Graph, a: Architecture, q: Value, k: Value, v: Value, cached: Cached): Value {
  const [batch] = q.shape as [number, number, number];
  const { kvHeads, headSize } = a;
  const groups = a.heads / kvHeads;
  const apart = groups <= MOST_APART;
  /** Adds an axis for the query heads of a key head: [B, Hkv, …] → [B, Hkv, 1, …]. */
  const spread = (x: Value) => (apart ? reshape(g, x, x.shape.toSpliced(2, 0, 1)) : x);
  const queries = reshape(g, q, apart ? [batch, kvHeads, groups, 1, headSize] : [batch, kvHeads, groups, headSize]);
  const heads = (x: Value) => spread(reshape(g, x, [batch, kvHeads, 1, headSize]));
  const last = queries.shape.length - 1;
  const own = sum(g, mul(g, queries, heads(k)), [last]); // too thin for a matrix product, as is `fromToken`
  const cache = cached.keys.shape[2];
  const scores = add(g, matMul(g, queries, flip(g, spread(cached.keys))), spread(cached.bias));
  const weights = softmax(g, concat(g, [scores, own], last)); // [B, Hkv, groups, C + 1] or [B, Hkv, groups, 1, C + 1]
  const fromCache = matMul(g, slice(g, weights, last, 0, cache), spread(cached.values));
  const fromToken = mul(g, slice(g, weights, last, cache, cache + 1), heads(v));
  return merge(g, add(g, fromCache, fromToken), a, 1);
}

/** Swaps the last two axes. */
function flip(g: Graph, x: Value): Value {
  const [row, column] = [x.shape.length - 2, x.shape.length - 1];
  return transpose(g, x, [...x.shape.keys()].toSpliced(row, 2, column, row));
}

/** [B, Hkv, groups·Tq, D] → [B, Tq, H·D]. */
function merge(g: Graph, x: Value, { heads, kvHeads, headSize }: Architecture, length: number): Value {
  const batch = x.shape[0];
  const split = reshape(g, x, [batch, kvHeads, heads / kvHeads, length, headSize]);
  return reshape(g, transpose(g, split, [0, 3, 1, 2, 4]), [batch, length, heads * headSize]);
}

/** 0 where a token of the chunk sees another (itself and those before it), else −1e9: [groups·Tq, Tq]. */
function causal(g: Graph, groups: number, length: number): Value {
  const mask = new Float32Array(groups * length * length);
  for (let row = 0; row < groups * length; row++)
    mask.fill(-1e9, row * length + (row % length) + 1, (row + 1) * length);
  return g.constant([groups * length, length], mask);
}
