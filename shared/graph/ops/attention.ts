import { add, concat, matMul, mul, pad, reshape, slice, softmax, sum, transpose } from '../build.ts';
import type { Graph } from '../graph.ts';
import { scalar, type Attributes, type Composite, type Value } from '../operator.ts';

/** Causal grouped-query attention over whole sequences: q [B, T, H·D], k and v [B, T, Hkv·D] → [B, T, H·D]. The softmax
 *  scale is expected in q already. The H / Hkv query heads that share a key head are stacked as rows of one larger
 *  product. Queries go in blocks of `block` tokens, each against the keys up to its own end: of what the mask hides,
 *  only triangles on the diagonal are computed. Source: arXiv:1706.03762v7 Eq. 1; grouped heads arXiv:2305.13245v3. */
export const attention: Composite = {
  kind: 'composite',
  name: 'Attention',
  expand: (g, [q, k, v], attributes) => {
    const { groups, kvHeads, headSize, blocks } = sizes(q!, attributes);
    const [batch, length] = q!.shape as [number, number, number];
    const queries = stack(g, q!, kvHeads, groups, headSize);
    const keys = transpose(g, reshape(g, k!, [batch, length, kvHeads, headSize]), [0, 2, 3, 1]); // [B, Hkv, D, T]
    const values = transpose(g, reshape(g, v!, [batch, length, kvHeads, headSize]), [0, 2, 1, 3]); // [B, Hkv, T, D]
    const weights = blocks.map(({ start, end }) => {
      const scores = matMul(g, part(g, queries, 2, start * groups, end * groups), part(g, keys, 3, 0, end));
      return softmax(g, add(g, scores, causalMask(g, groups, start, end))); // [B, Hkv, (end − start)·groups, end]
    });
    const mixed = join(
      g,
      blocks.map(({ end }, i) => matMul(g, weights[i], part(g, values, 2, 0, end))),
    );
    return { outputs: [unstack(g, mixed, groups)], saved: [queries, keys, values, mixed, ...weights] };
  },
  // o = w·v, w = softmax(q·kᵀ)  →  dv = wᵀ·do, ds = w ∘ (do·vᵀ − Σ do ∘ o), dq = ds·k, dk = dsᵀ·q
  // (Σ over the head size; Σ do ∘ o equals Σ dw ∘ w and is far smaller to compute: arXiv:2205.14135v2 Algorithm 4)
  gradient: ({
    graph: g,
    inputs: [q, k],
    saved: [queries, keys, values, mixed, ...weights],
    attributes,
    gradients: [dy],
  }) => {
    const { groups, kvHeads, headSize, blocks } = sizes(q!, attributes);
    const length = k!.shape[1];
    const dMixed = stack(g, dy!, kvHeads, groups, headSize);
    const { rows, columns } = centring(g, dMixed, mixed!, values!);
    const keyRows = transpose(g, keys!, [0, 1, 3, 2]); // [B, Hkv, T, D]
    const parts = blocks.map(({ start, end }, i) => {
      const own = (x: Value) => part(g, x, 2, start * groups, end * groups);
      const dScores = mul(g, weights[i], matMul(g, own(rows), part(g, columns, 3, 0, end)));
      const whole = (x: Value) => (end === length ? x : pad(g, x, 2, 0, length - end));
      return {
        dQueries: matMul(g, dScores, part(g, keyRows, 2, 0, end)),
        dKeys: whole(matMul(g, flip(g, dScores), own(queries!))), // [B, Hkv, T, D]
        dValues: whole(matMul(g, flip(g, weights[i]), own(dMixed))),
      };
    });
    const total = (xs: readonly Value[]) => {
      const added = xs.reduce((x, y) => add(g, x, y));
      return reshape(g, transpose(g, added, [0, 2, 1, 3]), k!.shape);
    };
    const dQueries = join(
      g,
      parts.map((x) => x.dQueries),
    );
    return [unstack(g, dQueries, groups), total(parts.map((x) => x.dKeys)), total(parts.map((x) => x.dValues))];
  },
  examples: [
    {
      inputs: [{ shape: [2, 4, 8] }, { shape: [2, 4, 4] }, { shape: [2, 4, 4] }],
      attributes: { kvHeads: 2, headSize: 2, block: 64 },
    },
    {
      inputs: [{ shape: [1, 5, 4] }, { shape: [1, 5, 2] }, { shape: [1, 5, 2] }],
      attributes: { kvHeads: 1, headSize: 2, block: 2 },
    },
  ],
};

function sizes(q: Value, attributes: Attributes) {
  const [, length, width] = q.shape as [number, number, number];
  const kvHeads = scalar(attributes, 'kvHeads');
  const headSize = scalar(attributes, 'headSize');
  const block = scalar(attributes, 'block');
  const blocks = Array.from({ length: Math.ceil(length / block) }, (_, i) => ({
    start: i * block,
    end: Math.min((i + 1) * block, length),
  }));
  return { kvHeads, headSize, groups: width / (kvHeads * headSize), blocks };
}

/** do·vᵀ − Σ do ∘ o as one product rows · columns. The row sums are one more column of do against a row of −1, which
 *  saves a pass over the largest tensor. */
function centring(g: Graph, dMixed: Value, mixed: Value, values: Value): { rows: Value; columns: Value } {
  const [batch, kvHeads, length] = values.shape as [number, number, number];
  const rowSums = sum(g, mul(g, dMixed, mixed), [3]);
  const minusOnes = g.constant([batch, kvHeads, 1, length], new Float32Array(batch * kvHeads * length).fill(-1));
  return { rows: concat(g, [dMixed, rowSums], 3), columns: concat(g, [flip(g, values), minusOnes], 2) };
}

/** [B, T, Hkv·groups·D] → [B, Hkv, T·groups, D]. */
function stack(g: Graph, x: Value, kvHeads: number, groups: number, headSize: number): Value {
  const [batch, length] = x.shape as [number, number, number];
  const split = reshape(g, x, [batch, length, kvHeads, groups, headSize]);
  return reshape(g, transpose(g, split, [0, 2, 1, 3, 4]), [batch, kvHeads, length * groups, headSize]);
}

/** [B, Hkv, T·groups, D] → [B, T, Hkv·groups·D]. */
function unstack(g: Graph, x: Value, groups: number): Value {
  const [batch, kvHeads, rows, headSize] = x.shape as [number, number, number, number];
  const length = rows / groups;
  const split = reshape(g, x, [batch, kvHeads, length, groups, headSize]);
  return reshape(g, transpose(g, split, [0, 2, 1, 3, 4]), [batch, length, kvHeads * groups * headSize]);
}

const flip = (g: Graph, x: Value): Value => transpose(g, x, [0, 1, 3, 2]);
const join = (g: Graph, xs: readonly Value[]): Value => (xs.length === 1 ? xs[0] : concat(g, xs, 2));
const part = (g: Graph, x: Value, axis: number, start: number, end: number): Value =>
  end - start === x.shape[axis] ? x : slice(g, x, axis, start, end);

/** 0 where the queries of tokens [start, end) may look, a large negative number elsewhere: [(end − start)·groups, end].
 *  Finite, because −∞ − (−∞) would be NaN. */
function causalMask(g: Graph, groups: number, start: number, end: number): Value {
  const rows = (end - start) * groups;
  const mask = new Float32Array(rows * end);
  for (let row = 0; row < rows; row++)
    mask.fill(-1e9, row * end + start + Math.floor(row / groups) + 1, (row + 1) * end);
  return g.constant([rows, end], mask);
}
