/** What a run over some rows of a sampler is fed: ids, positions and a working copy of the cache. */
import { float32, int32, int64, type Tensor } from '../graph/runtime.ts';
import type { Architecture } from '../models/architecture.ts';
import type { RowStore } from './row-store.ts';
import type { Row } from './sampler.ts';
import { PAD } from './sequence-inputs.ts';

/** Per layer [B, Hkv, C, D]. */
export interface WorkingCache {
  readonly keys: Float32Array[];
  readonly values: Float32Array[];
}

export interface SamplerInputs {
  /** [batch, length + convolution − 1]: each row's chunk from position `starts[i]` on, behind the tokens that the
   *  convolution looks back at. */
  ids(
    rows: readonly Row[],
    starts: readonly number[],
    chunks: readonly ArrayLike<number>[],
    batch: number,
    length: number,
  ): Tensor;
  /** [batch, length] */
  positions(starts: readonly number[], batch: number, length: number): Tensor;
  /** A copy of the first `cached[i]` tokens of each row. */
  workingCache(rows: readonly Row[], cached: readonly number[], batch: number, capacity: number): WorkingCache;
  /** keys.l, values.l and `cached`. They read the working cache itself, not a copy. */
  cache(
    working: WorkingCache,
    cached: readonly number[],
    batch: number,
    capacity: number,
  ): Record<string, Tensor> & { cached: Tensor };
  /** Writes a row's next token into the inputs of a step. They are few numbers, not worth making anew. */
  advance(inputs: Readonly<Record<'ids' | 'positions' | 'cached', Tensor>>, slot: number, token: number): void;
}

export function samplerInputs(a: Architecture, { tokens, cache, maxLength }: RowStore): SamplerInputs {
  return {
    ids(rows, starts, chunks, batch, length) {
      const before = a.convolution - 1;
      const ids = new Int32Array(batch * (length + before)).fill(PAD);
      rows.forEach((row, slot) => {
        const at = slot * (length + before);
        for (let back = 1; back <= before; back++) ids[at + before - back] = tokens[row][starts[slot] - back] ?? PAD;
        ids.set(chunks[slot], at + before);
      });
      return int32([batch, length + before], ids);
    },

    positions(starts, batch, length) {
      const positions = new Float64Array(batch * length);
      starts.forEach((start, slot) => {
        for (let t = 0; t < length; t++) positions[slot * length + t] = Math.min(start + t, maxLength - 1);
      });
      return int64([batch, length], positions);
    },

    workingCache(rows, cached, batch, capacity) {
      const make = (what: 'keys' | 'values') =>
        Array.from({ length: a.layers }, (_, layer) => {
          const data = new Float32Array(batch * a.kvHeads * capacity * a.headSize);
          cache.fill(what, layer, data, rows, cached, capacity);
          return data;
        });
      return { keys: make('keys'), values: make('values') };
    },

    cache(working, cached, batch, capacity) {
      const shape = [batch, a.kvHeads, capacity, a.headSize];
      const filled = new Float32Array(batch);
      filled.set(cached);
      const inputs: Record<string, Tensor> & { cached: Tensor } = { cached: float32([batch, 1, 1, 1], filled) };
      working.keys.forEach((data, layer) => (inputs[`keys.${layer}`] = float32(shape, data)));
      working.values.forEach((data, layer) => (inputs[`values.${layer}`] = float32(shape, data)));
      return inputs;
    },

    advance(inputs, slot, token) {
      const ids = inputs.ids.data as Int32Array;
      const [start, end] = [slot * a.convolution, (slot + 1) * a.convolution];
      ids.copyWithin(start, start + 1, end);
      ids[end - 1] = token;
      (inputs.positions.data as BigInt64Array)[slot]++;
      (inputs.cached.data as Float32Array)[slot]++;
    },
  };
}
