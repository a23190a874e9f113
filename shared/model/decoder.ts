/** Decoding graphs as sessions, in few shapes, and the weights that they multiply with. */
import { onnx } from '../graph/onnx.ts';
import type { Runtime, Session, Tensor } from '../graph/runtime.ts';
import { sessionCache } from '../graph/session-cache.ts';
import type { Architecture } from '../models/architecture.ts';
import { decodingGraph, type ChunkShape } from './decoding-graph.ts';
import { liveWeights } from './live-weights.ts';
import type { Variables } from './variables.ts';

export interface Decoder {
  session(shape: ChunkShape): Promise<Session>;
  /** Inputs of every session: the weights as the params are now. */
  weights(): Promise<Variables>;
  /** The new keys of each layer, [B, Tq, Hkv·D]. */
  newKeys(outputs: Readonly<Record<string, Tensor>>): Float32Array[];
  newValues(outputs: Readonly<Record<string, Tensor>>): Float32Array[];
  close(): Promise<void>;
}

/** Most rows of one run. */
export const MOST_BATCH = 256;
/** One per shape; decoding needs little memory each. */
const MOST_SESSIONS = 96;

/** 1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256: little padding, few graphs. */
const batchBuckets = [1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, MOST_BATCH];
const roundUp = (n: number, unit: number): number => Math.ceil(n / unit) * unit;

/** Rows of a run that computes n. */
export const batchBucket = (n: number): number => batchBuckets.find((size) => size >= n)!;
/** Tokens of the cache that a run sees, at least n. */
export const cacheBucket = (n: number): number => (n === 0 ? 0 : roundUp(n, n <= 128 ? 32 : 64));
/** New tokens a row in a run that reads n. */
export const chunkBucket = (n: number): number => (n === 1 ? 1 : roundUp(n, 8));

/** params: as they are now. */
export function decoder(runtime: Runtime, a: Architecture, params: () => Variables): Decoder {
  const sessions = sessionCache(runtime, MOST_SESSIONS);
  const live = liveWeights(runtime, a, params);
  const perLayer = (prefix: string) => {
    const names = Array.from({ length: a.layers }, (_, layer) => `${prefix}.${layer}`);
    return (outputs: Readonly<Record<string, Tensor>>) => names.map((name) => outputs[name].data as Float32Array);
  };
  return {
    session: (shape) => sessions.get(JSON.stringify(shape), () => onnx(decodingGraph(a, shape))),
    weights: live.get,
    newKeys: perLayer('newKeys'),
    newValues: perLayer('newValues'),
    async close() {
      await sessions.close();
      await live.close();
    },
  };
}
