/** Graphs over whole sequences: a loss with its gradients, and plain log-probs. One graph per bucket of sizes. */
import { backward, checkpoint } from '../graph/backward.ts';
import { add } from '../graph/build.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { LossGraph, Selection, TokenValues } from '../loss/loss-graph.ts';
import type { Architecture } from '../models/architecture.ts';
import { modelTensors } from '../models/tensors.ts';
import {
  block,
  declareParams,
  embed,
  logits,
  rotary,
  rowProducts,
  values,
  weightsOf,
  type Params,
} from './transformer.ts';

/** Sizes of one bucket. Only its `selected` tokens reach the output layer. */
export interface Bucket extends Selection {
  /** B, rows. */
  readonly batch: number;
  /** T, tokens a row. */
  readonly length: number;
}

/** Tokens of an attention block: shorter ones save more of the masked half, longer ones make larger products. */
const BLOCK = 64;

/** Inputs of every sequence graph: ids [B, T + convolution − 1], positions-to-predict-from `select` [S] (row · T + t)
 *  and their `inverse` [B·T] (as SelectRows wants it), `targets` [S, 1]. */
function forward(
  g: Graph,
  a: Architecture,
  { batch, length, selected }: Bucket,
  params: Params,
  recompute: boolean,
): TokenValues {
  const ids = g.input('ids', [batch, length + a.convolution - 1], 'int32');
  const select = g.input('select', [selected], 'int32');
  const inverse = g.input('inverse', [batch * length], 'int32');
  const targets = g.input('targets', [selected, 1], 'int32');
  const positions = g.integers(
    [batch, length],
    Array.from({ length: batch * length }, (_, i) => i % length),
  );
  const angles = rotary(g, a, positions, length);
  const attend = (q: Value, k: Value, v: Value) =>
    g.apply('Attention', [q, k, v], { kvHeads: a.kvHeads, headSize: a.headSize, block: BLOCK })[0];
  const pick = (rows: Value) => g.apply('SelectRows', [rows, select, inverse])[0];
  const weights = weightsOf(g, a, params);
  let x = embed(g, a, weights, ids);
  for (let layer = 0; layer < a.layers; layer++) {
    const own = Object.keys(weights).filter((name) => name.startsWith(`layers.${layer}.`));
    const build = ([rows, ...given]: readonly Value[]) =>
      block(
        g,
        a,
        Object.fromEntries(own.map((name, i) => [name, given[i]])),
        layer,
        rows!,
        angles,
        attend,
        rowProducts,
        layer === a.layers - 1 ? pick : undefined,
      );
    const inputs = [x, ...own.map((name) => weights[name])];
    x = recompute ? checkpoint(g, inputs, build) : build(inputs);
  }
  const scores = logits(g, a, weights, x, rowProducts); // x [S, C]: what the last layer picked
  const [logProb, entropy] = g.apply('TokenLogProb', [scores, targets]);
  return {
    logProb: logProb!,
    entropy: entropy!,
    logits: scores,
    ...(a.critic && { value: values(g, a, weights, x, rowProducts) }),
  };
}

/** Loss and gradients of the trainable tensors, added to what `sum.<parameter>` holds; outputs `total.<parameter>` and
 *  the loss's sums as `[1]` tensors. */
export function trainingGraph(a: Architecture, bucket: Bucket, lossGraph: LossGraph, recompute = false): Graph {
  const g = new Graph();
  const params = declareParams(g, a);
  const trained = modelTensors(a).filter(({ trainable }) => trainable);
  const before = trained.map(({ name, shape }) => g.input(`sum.${name}`, shape));
  const { loss, sums } = lossGraph(g, forward(g, a, bucket, params, recompute), bucket);
  const gradients = backward(
    g,
    loss,
    trained.map(({ name }) => params[name]),
  );
  trained.forEach(({ name }, i) => g.output(`total.${name}`, add(g, before[i], gradients[i])));
  g.output('loss', loss);
  for (const [name, value] of Object.entries(sums)) g.output(name, value);
  return g;
}

/** Log-probs of the targets: output `logProb` [S, 1]. */
export function logProbGraph(a: Architecture, bucket: Bucket): Graph {
  const g = new Graph();
  const params = declareParams(g, a);
  g.output('logProb', forward(g, a, bucket, params, false).logProb);
  return g;
}

/** The critic's estimate before each target: output `value` [S, 1]. */
export function valueGraph(a: Architecture, bucket: Bucket): Graph {
  const g = new Graph();
  const params = declareParams(g, a);
  g.output('value', forward(g, a, bucket, params, false).value!);
  return g;
}
