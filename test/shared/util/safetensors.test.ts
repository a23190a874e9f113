import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSafetensors, decodeTensorMap, encodeSafetensors } from '../../../shared/util/safetensors.ts';

const tensors = {
  ids: { shape: [3], data: Int32Array.of(1, -2, 3) },
  flags: { shape: [3], data: Uint8Array.of(0, 1, 255) },
  weight: { shape: [2, 3], data: Float32Array.of(1, -0, NaN, Infinity, 1e-40, 3) },
  big: { shape: [], data: BigInt64Array.of(-(2n ** 60n)) },
  exact: { shape: [1], data: Float64Array.of(0.1) },
  empty: { shape: [0, 4], data: new Float32Array() },
  'naïve.文': { shape: [1], data: Float32Array.of(7) },
};

/** A file from its parts, as another program might have written it. */
function file(header: unknown, data: number[]): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.from(data)]);
}

test('tensors of every kind and their metadata come back as they were', () => {
  const decoded = decodeSafetensors(encodeSafetensors(tensors, { world: 'ключ "a"' }), 'f');
  assert.deepEqual(decoded, { tensors, metadata: { world: 'ключ "a"' } });
});

test('the bytes are the published layout: length, padded header, little-endian data', () => {
  const bytes = Buffer.from(encodeSafetensors({ w: { shape: [2], data: Float32Array.of(1, 2) } }));
  const header = '{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  '; // 54 characters, padded to 56
  assert.equal(bytes.toString('hex', 0, 8), '3800000000000000');
  assert.equal(bytes.toString('latin1', 8, 64), header);
  assert.equal(bytes.toString('hex', 64), '0000803f00000040'); // 1.0, 2.0
});

test('every tensor starts at a multiple of its element size', () => {
  const bytes = Buffer.from(encodeSafetensors(tensors));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE()))) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  for (const [name, { data }] of Object.entries(tensors))
    assert.equal(header[name].data_offsets[0] % data.BYTES_PER_ELEMENT, 0, name);
});

test('the order of the names does not change the bytes', () => {
  const reversed = Object.fromEntries(Object.entries(tensors).reverse());
  assert.deepEqual(encodeSafetensors(reversed), encodeSafetensors(tensors));
});

test('a file with UTF-8 names, unaligned and in another order, as other programs write it, is read', () => {
  const header = {
    é: { dtype: 'U8', shape: [1], data_offsets: [4, 5] },
    a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
  };
  assert.deepEqual(decodeSafetensors(file(header, [0, 0, 128, 63, 9]), 'f').tensors, {
    a: { shape: [1], data: Float32Array.of(1) },
    é: { shape: [1], data: Uint8Array.of(9) },
  });
});

test('a file cut anywhere is refused with its name, never read as something else', () => {
  const bytes = encodeSafetensors({ w: tensors.weight, i: tensors.ids });
  for (let length = 0; length < bytes.length; length++)
    assert.throws(() => decodeSafetensors(bytes.slice(0, length), 'step-3/params.safetensors'), {
      name: 'RangeError',
      message: /^step-3\/params\.safetensors: expected .* — the file is truncated/,
    });
});

test('a truncated file says how many bytes are missing', () => {
  const bytes = encodeSafetensors({ w: { shape: [2048, 1024], data: new Float32Array(2048 * 1024) } });
  const header = 8 + Number(Buffer.from(bytes).readBigUInt64LE());
  assert.throws(() => decodeSafetensors(bytes.slice(0, header + 1024), 'f'), {
    message:
      'f: expected 8,388,608 bytes of data, got 1,024 — the file is truncated; copy it again or use another checkpoint',
  });
});

test('a wrong header is refused, each fault with its own sentence', () => {
  const entry = { dtype: 'U8', shape: [2], data_offsets: [0, 2] };
  const cases: [unknown, number[], RegExp][] = [
    ['{"w":', [], /^f: expected a JSON header, got other bytes/],
    ['[]', [], /^f: expected the header to be a JSON object/],
    [{ w: 3 }, [], /^f: expected w to be an object/],
    [{ w: { ...entry, dtype: 'BF16' } }, [1, 2], /^f: expected the dtype of w to be one of F64, .*, got "BF16"/],
    [{ w: { ...entry, shape: [-2] } }, [1, 2], /^f: expected the shape of w to be integers ≥ 0, got \[-2\]/],
    [{ w: { ...entry, data_offsets: [0] } }, [1, 2], /^f: expected the data_offsets of w to be two integers/],
    [{ w: { ...entry, data_offsets: [0, 1] } }, [1], /^f: expected w \[2\] to have 2 bytes, got 1/],
    [{ w: { ...entry, data_offsets: [1, 3] } }, [1, 2, 3], /^f: expected w to start at byte 0 of the data, got 1/],
    [{ w: entry, v: entry }, [1, 2], /^f: expected v to start at byte 2 of the data, got 0/],
    [{ w: entry }, [1, 2, 3], /^f: expected 2 bytes of data, got 3 — the file is damaged/],
    [{ __metadata__: { a: 1 } }, [], /^f: expected __metadata__ to map text to text/],
  ];
  for (const [header, data, message] of cases)
    assert.throws(() => decodeSafetensors(file(header, data), 'f'), { name: 'RangeError', message });
});

test('a shape that its data does not fill is refused when written', () => {
  assert.throws(() => encodeSafetensors({ w: { shape: [2, 2], data: new Float32Array(3) } }), {
    message: 'safetensors w: expected 4 values for [2, 2], got 3',
  });
});

test('params that are not float32 are refused by name', () => {
  assert.throws(() => decodeTensorMap(encodeSafetensors({ ids: tensors.ids }), 'f'), {
    name: 'TypeError',
    message: 'f: expected ids to be F32, got I32',
  });
});

test('a header of more bytes than any model has, and a dtype that every object knows, are refused', () => {
  const long = file(' '.repeat(2 ** 23 + 1), []);
  assert.throws(() => decodeSafetensors(long, 'w'), {
    message: 'w: expected a header of at most 8,388,608 bytes, got 8,388,609',
  });
  const strange = file({ a: { dtype: 'constructor', shape: [2], data_offsets: [0, 8] } }, Array(8).fill(0));
  assert.throws(
    () => decodeSafetensors(strange, 'w'),
    /expected the dtype of a to be one of F64, .*, got "constructor"/,
  );
});
