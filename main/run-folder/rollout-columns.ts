/** Numbers as bytes that compress well: byte planes, and float32 rounded to fewer bits. */

type Column = Int32Array | Float32Array | Float64Array;

/** The columns one after another, each split into byte planes: all lowest bytes first, then all second bytes, …
 *  Neighbouring values share their high bytes (exponents, the zeros of small ids), which then lie side by side for the
 *  compressor. */
export function packColumns(columns: readonly Column[]): Uint8Array {
  const packed = new Uint8Array(columns.reduce((total, column) => total + column.byteLength, 0));
  let at = 0;
  for (const column of columns) {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    const width = column.BYTES_PER_ELEMENT;
    for (let plane = 0; plane < width; plane++)
      for (let i = plane; i < bytes.length; i += width) packed[at++] = bytes[i];
  }
  return packed;
}

/** Reads packed columns back in the order they were packed. */
export function columnReader(packed: Uint8Array) {
  let at = 0;
  const read = <T extends Column>(make: new (buffer: ArrayBuffer) => T, width: number, length: number): T => {
    if (!(at + length * width <= packed.length))
      throw new RangeError(`rollout columns: expected ${at + length * width} bytes or more, got ${packed.length}`);
    const bytes = new Uint8Array(length * width);
    for (let plane = 0; plane < width; plane++)
      for (let i = plane; i < bytes.length; i += width) bytes[i] = packed[at++];
    return new make(bytes.buffer);
  };
  return {
    int32: (length: number) => read(Int32Array, 4, length),
    float32: (length: number) => read(Float32Array, 4, length),
    float64: (length: number) => read(Float64Array, 8, length),
  };
}

/** Values rounded to 11 significant bits (half to even): a relative error of at most 2⁻¹¹ = 4.9e-4 at every magnitude,
 *  which float16 cannot keep for log-probs near 0. The low 13 bits become 0 and cost nothing. NaN and infinity stay
 *  themselves. */
export function rounded(values: Float32Array): Float32Array {
  const result = Float32Array.from(values);
  const bits = new Uint32Array(result.buffer);
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] + 0x0fff + ((bits[i] >>> 13) & 1)) & 0xffffe000;
  return result;
}

/** Lengths of the runs of equal values, the first of zeros (0 if the mask begins with 1). */
export function maskRuns(mask: Uint8Array): number[] {
  const runs: number[] = [];
  let value = 0;
  let start = 0;
  for (let i = 0; i <= mask.length; i++)
    if (i === mask.length || mask[i] !== value) {
      runs.push(i - start);
      [start, value] = [i, 1 - value];
    }
  return runs;
}

export function maskFromRuns(runs: readonly number[]): Uint8Array {
  const mask = new Uint8Array(runs.reduce((total, run) => total + run, 0));
  let at = 0;
  runs.forEach((run, i) => mask.fill(i % 2, at, (at += run)));
  return mask;
}

/** [masked] the values where mask = 1. Throws RangeError when one elsewhere is not `outside`: it would be lost. */
export function gather(values: Float32Array, mask: Uint8Array, outside: number, what: string): Float32Array {
  const gathered: number[] = [];
  for (let i = 0; i < values.length; i++)
    if (mask[i] === 1) gathered.push(values[i]);
    else if (values[i] !== outside)
      throw new RangeError(`internal: ${what}: expected ${outside} at token ${i}, where mask = 0, got ${values[i]}`);
  return Float32Array.from(gathered);
}

/** [T] the gathered values back in place. */
export function scatter(gathered: Float32Array, mask: Uint8Array, outside: number): Float32Array {
  const values = new Float32Array(mask.length).fill(outside);
  let at = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) values[i] = gathered[at++];
  return values;
}
