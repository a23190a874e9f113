/** What a run over some rows of a sampler is fed: ids, positions and a working copy of the cache. */
import { float32, int32, int64, type Tensor } from '../graph/runtime.ts';
import type { Architecture } from '../models/architecture.ts';
import type { KvCache } from './kv-cache.ts';
import type { Row } from './sampler.ts';
import { PAD } from './sequence-inputs.ts';

/** tokens: those that each row holds. */
export function samplerInputs(a: Architecture, cache: KvCache, tokens: readonly Int32Array[], maxLength: number) {
  /** ids of each row's chunk, behind those before it that the convolution looks back at. */
  function idsOf(
    rows: readonly Row[],
    starts: readonly number[],
    chunk: readonly ArrayLike<number>[],
    batch: number,
    length: number,
  ): Tensor {
    const before = a.convolution - 1;
    const ids = new Int32Array(batch * (length + before)).fill(PAD);
    rows.forEach((row, slot) => {
      const at = slot * (length + before);
      for (let back = 1; back <= before; back++) ids[at + before - back] = tokens[row][starts[slot] - back] ?? PAD;
      ids.set(chunk[slot], at + before);
    });
    return int32([batch, length + before], ids);
  }

  function positionsOf(starts: readonly number[], batch: number, length: number): Tensor {
    const positions = new Float64Array(batch * length);
    starts.forEach((start, slot) => {
      for (let t = 0; t < length; t++) positions[slot * length + t] = Math.min(start + t, maxLength - 1);
    });
    return int64([batch, length], positions);
  }

  /** Working copies of the cache for these rows, [B, Hkv, C, D] per layer. */
  function workingCache(rows: readonly Row[], cached: readonly number[], batch: number, capacity: number) {
    const make = (what: 'keys' | 'values') =>
      Array.from({ length: a.layers }, (_, layer) => {
        const data = new Float32Array(batch * a.kvHeads * capacity * a.headSize);
        cache.fill(what, layer, data, rows, cached, capacity);
        return data;
      });
    return { keys: make('keys'), values: make('values') };
  }

  function cacheInputs(
    working: { keys: Float32Array[]; values: Float32Array[] },
    cached: readonly number[],
    batch: number,
    capacity: number,
  ): Record<string, Tensor> & { cached: Tensor } {
    const shape = [batch, a.kvHeads, capacity, a.headSize];
    const filled = new Float32Array(batch);
    filled.set(cached);
    const inputs: Record<string, Tensor> & { cached: Tensor } = { cached: float32([batch, 1, 1, 1], filled) };
    working.keys.forEach((data, layer) => (inputs[`keys.${layer}`] = float32(shape, data)));
    working.values.forEach((data, layer) => (inputs[`values.${layer}`] = float32(shape, data)));
    return inputs;
  }

  /** Writes a row's next token into the inputs of a step. A step has few numbers, which are not worth making anew. */
  function advance(
    inputs: Readonly<Record<'ids' | 'positions' | 'cached', Tensor>>,
    slot: number,
    token: number,
  ): void {
    const ids = inputs.ids.data as Int32Array;
    const [start, end] = [slot * a.convolution, (slot + 1) * a.convolution];
    ids.copyWithin(start, start + 1, end);
    ids[end - 1] = token;
    (inputs.positions.data as BigInt64Array)[slot]++;
    (inputs.cached.data as Float32Array)[slot]++;
  }

  return { idsOf, positionsOf, workingCache, cacheInputs, advance };
}
