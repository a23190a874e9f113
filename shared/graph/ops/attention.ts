import { add, concat, matMul, mul, reshape, softmax, sum, transpose } from '../build.ts';
import type { Graph } from '../graph.ts';
import { scalar, type Composite, type Value } from '../operator.ts';

/** Causal grouped-query attention over whole sequences: q [B, T, H·D], k and v [B, T, Hkv·D] → [B, T, H·D].
 *  The softmax scale is expected in q already. The H / Hkv query heads that share a key head are stacked as rows of one larger product.
 *  Source: arXiv:1706.03762v7 Eq. 1; grouped heads arXiv:2305.13245v3. */
export const attention: Composite = {
  kind: 'composite',
  name: 'Attention',
  expand: (g, [q, k, v], attributes) => {
    const [batch, length] = q!.shape as [number, number, number];
    const kvHeads = scalar(attributes, 'kvHeads');
    const headSize = scalar(attributes, 'headSize');
    const groups = q!.shape[2]! / (kvHeads * headSize);
    const queries = stack(g, q!, kvHeads, groups, headSize);
    const keys = transpose(g, reshape(g, k!, [batch, length, kvHeads, headSize]), [0, 2, 3, 1]); // [B, Hkv, D, T]
    const values = transpose(g, reshape(g, v!, [batch, length, kvHeads, headSize]), [0, 2, 1, 3]); // [B, Hkv, T, D]
    const weights = softmax(g, add(g, matMul(g, queries, keys), causalMask(g, groups, length))); // [B, Hkv, groups·T, T]
    const mixed = matMul(g, weights, values);
    return { outputs: [unstack(g, mixed, groups)], saved: [queries, keys, values, weights, mixed] };
  },
  // o = w·v, w = softmax(q·kᵀ)  →  dv = wᵀ·do, ds = w ∘ (do·vᵀ − Σ do ∘ o), dq = ds·k, dk = dsᵀ·q
  // (Σ over the head size; Σ do ∘ o equals Σ dw ∘ w and is far smaller to compute: arXiv:2205.14135v2 Algorithm 4)
  gradient: ({
    graph: g,
    inputs: [q, k],
    saved: [queries, keys, values, weights, mixed],
    attributes,
    gradients: [dy],
  }) => {
    const kvHeads = scalar(attributes, 'kvHeads');
    const headSize = scalar(attributes, 'headSize');
    const groups = q!.shape[2]! / (kvHeads * headSize);
    const dMixed = stack(g, dy!, kvHeads, groups, headSize);
    const dValues = matMul(g, transpose(g, weights!, [0, 1, 3, 2]), dMixed);
    const dScores = mul(g, weights!, centredWeightGradient(g, dMixed, mixed!, values!));
    const dQueries = matMul(g, dScores, transpose(g, keys!, [0, 1, 3, 2]));
    const dKeys = matMul(g, transpose(g, dScores, [0, 1, 3, 2]), queries!); // [B, Hkv, T, D]
    const merge = (x: Value) => reshape(g, transpose(g, x, [0, 2, 1, 3]), k!.shape);
    return [unstack(g, dQueries, groups), merge(dKeys), merge(dValues)];
  },
  examples: [
    {
      inputs: [{ shape: [2, 4, 8] }, { shape: [2, 4, 4] }, { shape: [2, 4, 4] }],
      attributes: { kvHeads: 2, headSize: 2 },
    },
    {
      inputs: [{ shape: [1, 3, 4] }, { shape: [1, 3, 2] }, { shape: [1, 3, 2] }],
      attributes: { kvHeads: 1, headSize: 2 },
    },
  ],
};

/** do·vᵀ − Σ do ∘ o: [B, Hkv, groups·T, T]. The row sums enter the product as one more column against a row of −1, which saves a pass over
 *  the largest tensor there is. */
function centredWeightGradient(g: Graph, dMixed: Value, mixed: Value, values: Value): Value {
  const [batch, kvHeads, length] = values.shape as [number, number, number];
  const rowSums = sum(g, mul(g, dMixed, mixed), [3]);
  const minusOnes = g.constant([batch, kvHeads, 1, length], new Float32Array(batch * kvHeads * length).fill(-1));
  return matMul(g, concat(g, [dMixed, rowSums], 3), concat(g, [transpose(g, values, [0, 1, 3, 2]), minusOnes], 2));
}

/** [B, T, Hkv·groups·D] → [B, Hkv, groups·T, D]. */
function stack(g: Graph, x: Value, kvHeads: number, groups: number, headSize: number): Value {
  const [batch, length] = x.shape as [number, number, number];
  const split = reshape(g, x, [batch, length, kvHeads, groups, headSize]);
  return reshape(g, transpose(g, split, [0, 2, 3, 1, 4]), [batch, kvHeads, groups * length, headSize]);
}

/** [B, Hkv, groups·T, D] → [B, T, Hkv·groups·D]. */
function unstack(g: Graph, x: Value, groups: number): Value {
  const [batch, kvHeads, rows, headSize] = x.shape as [number, number, number, number];
  const length = rows / groups;
  const split = reshape(g, x, [batch, kvHeads, groups, length, headSize]);
  return reshape(g, transpose(g, split, [0, 3, 1, 2, 4]), [batch, length, kvHeads * groups * headSize]);
}

/** 0 where a query may look, a large negative number elsewhere: [groups·T, T]. Finite, because −∞ − (−∞) would be NaN. */
function causalMask(g: Graph, groups: number, length: number): Value {
  const mask = new Float32Array(groups * length * length);
  for (let row = 0; row < groups * length; row++)
    mask.fill(-1e9, row * length + (row % length) + 1, (row + 1) * length);
  return g.constant([groups * length, length], mask);
}
