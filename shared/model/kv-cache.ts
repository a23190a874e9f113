/** Keys and values of every row, token by token. Working batches are filled from it. */
import type { Architecture } from '../models/architecture.ts';
import type { Row } from './sampler.ts';

export interface KvCache {
  /** Copies one token's keys and values of every layer from graph outputs [B, Tq, Hkv·D] at flat token index `from`. */
  store(row: Row, position: number, keys: readonly Float32Array[], values: readonly Float32Array[], from: number): void;
  /** Gives rows the first `length` tokens of another. */
  copy(from: Row, to: readonly Row[], length: number): void;
  /** Fills [B, Hkv, C, D] of one layer with the first `lengths[i]` tokens of each row. */
  fill(
    what: 'keys' | 'values',
    layer: number,
    into: Float32Array,
    rows: readonly Row[],
    lengths: readonly number[],
    capacity: number,
  ): void;
  /** Copies tokens [starts[i], ends[i]) of each row back from [B, Hkv, C, D] of one layer. */
  keep(
    what: 'keys' | 'values',
    layer: number,
    from: Float32Array,
    rows: readonly Row[],
    starts: readonly number[],
    ends: readonly number[],
    capacity: number,
  ): void;
}

/** Writes one token into a working array [B, Hkv, C, D]. */
export function writeToken(
  a: Architecture,
  into: Float32Array,
  slot: number,
  position: number,
  capacity: number,
  from: Float32Array,
  token: number,
): void {
  const { kvHeads, headSize } = a;
  for (let head = 0; head < kvHeads; head++) {
    const source = (token * kvHeads + head) * headSize;
    const target = ((slot * kvHeads + head) * capacity + position) * headSize;
    for (let i = 0; i < headSize; i++) into[target + i] = from[source + i];
  }
}

export function kvCache(a: Architecture, maxRows: number, maxLength: number): KvCache {
  const { kvHeads, headSize } = a;
  const stride = maxLength * headSize; // one head of one row
  const make = () => Array.from({ length: a.layers }, () => new Float32Array(maxRows * kvHeads * stride));
  const data = { keys: make(), values: make() };
  return {
    store(row, position, keys, values, from) {
      for (let layer = 0; layer < a.layers; layer++) {
        writeToken(a, data.keys[layer], row, position, maxLength, keys[layer], from);
        writeToken(a, data.values[layer], row, position, maxLength, values[layer], from);
      }
    },
    copy(from, to, length) {
      for (const store of [...data.keys, ...data.values])
        for (const row of to)
          for (let head = 0; head < kvHeads; head++) {
            const start = (from * kvHeads + head) * stride;
            store.copyWithin((row * kvHeads + head) * stride, start, start + length * headSize);
          }
    },
    fill(what, layer, into, rows, lengths, capacity) {
      const store = data[what][layer];
      rows.forEach((row, slot) => {
        for (let head = 0; head < kvHeads; head++) {
          const from = (row * kvHeads + head) * stride;
          into.set(
            store.subarray(from, from + lengths[slot] * headSize),
            (slot * kvHeads + head) * capacity * headSize,
          );
        }
      });
    },
    keep(what, layer, from, rows, starts, ends, capacity) {
      const store = data[what][layer];
      rows.forEach((row, slot) => {
        const [start, end] = [starts[slot] * headSize, ends[slot] * headSize];
        for (let head = 0; head < kvHeads; head++) {
          const source = (slot * kvHeads + head) * capacity * headSize;
          store.set(from.subarray(source + start, source + end), (row * kvHeads + head) * stride + start);
        }
      });
    },
  };
}
