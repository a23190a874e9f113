/** Sorting a hundred thousand values at the speed of a click. */

/** Most values that can be sorted: their indices take 21 bits beside the 32 of a value. */
const most = 2 ** 21;
const highest = 0xffffffff;

/** Indices by ascending or descending value, ties by index, NaN last either way. One float64 holds a value's bits, made
 *  to ascend with it, and its index: sorting those takes half as long as sorting indices by a function. Throws
 *  RangeError beyond 2²¹ values. */
export function ordered(values: Float32Array, descending: boolean): Uint32Array {
  const { length } = values;
  if (length > most)
    throw new RangeError(`rollouts: expected at most ${most} to sort, got ${length} — choose fewer runs or steps`);
  const own = new Float32Array(length);
  for (let i = 0; i < length; i++) own[i] = values[i] + 0; // makes −0 a 0
  const bits = new Uint32Array(own.buffer);
  const keys = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const ascending = (bits[i] & 0x80000000 ? ~bits[i] : bits[i] | 0x80000000) >>> 0; // negative: descending
    const rank = descending ? highest - ascending : ascending;
    keys[i] = (Number.isNaN(values[i]) ? highest : rank) * most + i; // no number has the highest rank, either way
  }
  keys.sort();
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = keys[i] % most;
  return order;
}
