/** The safetensors file format: u64 header length, JSON header {name: {dtype, shape, data_offsets}}, raw data.
 *  Little-endian, as is every machine that onnxruntime runs on.
 *  Source: github.com/huggingface/safetensors, README "Format". */
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { grouped } from './text.ts';

const arrayTypes = {
  F64: Float64Array,
  I64: BigInt64Array,
  F32: Float32Array,
  I32: Int32Array,
  U8: Uint8Array,
} as const;
export type StoredDType = keyof typeof arrayTypes;

export interface StoredTensor {
  readonly shape: readonly number[];
  /** The kind of array says the dtype. */
  readonly data: Float64Array | BigInt64Array | Float32Array | Int32Array | Uint8Array;
}

/** Params or optimizer state: every tensor float32, by name. */
export type TensorMap = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;

export interface Safetensors {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of a file holding the tensors; equal tensors give equal bytes whatever the order of their names.
 *  Throws RangeError when a shape and its data disagree. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  // Widest elements first, so that every tensor is aligned to its element size: readers that map the file rely on it.
  const entries = Object.entries(tensors).sort(
    ([a, { data: x }], [b, { data: y }]) => y.BYTES_PER_ELEMENT - x.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  let end = 0;
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  for (const [name, { shape, data }] of entries) {
    if (elements(shape) !== data.length)
      throw new RangeError(
        `safetensors ${name}: expected ${elements(shape)} values for [${shape.join(', ')}], got ${data.length}`,
      );
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [end, (end += data.byteLength)] };
  }
  const json = asciiJson(header);
  const text = json.padEnd(Math.ceil(json.length / 8) * 8, ' ');
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  for (let i = 0; i < text.length; i++) bytes[8 + i] = text.charCodeAt(i);
  let at = 8 + text.length;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Fifty thousand tensors take this much. */
const longestHeader = 2 ** 23;

/** The tensors and metadata of a file, copied out of its bytes. Tensors must cover the data without hole or overlap.
 *  where: names the file in errors. Throws RangeError for a truncated or damaged file. */
export function decodeSafetensors(bytes: Uint8Array, where: string): Safetensors {
  const fail = (problem: string): never => {
    throw new RangeError(`${where}: ${problem}`);
  };
  if (bytes.length < 8) fail(`expected at least 8 bytes, got ${bytes.length} — the file is truncated`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > bytes.length - 8)
    fail(
      `expected a header of ${grouped(headerLength)} bytes, got ${grouped(bytes.length - 8)} — the file is truncated or not safetensors`,
    );
  if (headerLength > longestHeader)
    fail(`expected a header of at most ${grouped(longestHeader)} bytes, got ${grouped(headerLength)}`);
  const { __metadata__: metadata = {}, ...header } = parseHeader(bytes.subarray(8, 8 + headerLength), fail);
  const data = bytes.subarray(8 + headerLength);
  const entries = Object.entries(header)
    .map(([name, entry]) => ({ name, ...parseEntry(name, entry, fail) }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const expected = entries.at(-1)?.end ?? 0;
  if (data.length < expected)
    fail(
      `expected ${grouped(expected)} bytes of data, got ${grouped(data.length)} — the file is truncated; copy it again or use another checkpoint`,
    );
  let end = 0;
  for (const entry of entries) {
    if (entry.start !== end) fail(`expected ${entry.name} to start at byte ${end} of the data, got ${entry.start}`);
    end = entry.end;
  }
  if (data.length > end)
    fail(`expected ${grouped(end)} bytes of data, got ${grouped(data.length)} — the file is damaged`);
  // Not data.slice: given a Node Buffer, that would be a view of all its bytes.
  const tensors = entries.map(({ name, dtype, shape, start, end: stop }): [string, StoredTensor] => [
    name,
    { shape, data: new arrayTypes[dtype](new Uint8Array(data.subarray(start, stop)).buffer) },
  ]);
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
    return fail('expected __metadata__ to map text to text');
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}

/** The tensors of a file that must all be float32. */
export function decodeTensorMap(bytes: Uint8Array, where: string): TensorMap {
  const { tensors } = decodeSafetensors(bytes, where);
  for (const [name, { data }] of Object.entries(tensors))
    if (!(data instanceof Float32Array))
      throw new TypeError(`${where}: expected ${name} to be F32, got ${dtypeOf(data)}`);
  return tensors as TensorMap;
}

type Fail = (problem: string) => never;

function parseHeader(bytes: Uint8Array, fail: Fail): Record<string, Json> {
  let header: unknown;
  try {
    // Percent-escapes are the one UTF-8 decoder that plain ECMAScript has.
    header = JSON.parse(
      decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')),
    );
  } catch {
    fail('expected a JSON header, got other bytes — the file is damaged or not safetensors');
  }
  return isObject(header) ? { ...header } : fail('expected the header to be a JSON object');
}

function parseEntry(name: string, entry: Json, fail: Fail) {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : fail(`expected ${name} to be an object`);
  if (typeof dtype !== 'string' || !Object.hasOwn(arrayTypes, dtype))
    return fail(
      `expected the dtype of ${name} to be one of ${Object.keys(arrayTypes).join(', ')}, got ${JSON.stringify(dtype)}`,
    );
  const counts = (value: Json | undefined): value is number[] =>
    Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!counts(shape)) return fail(`expected the shape of ${name} to be integers ≥ 0, got ${JSON.stringify(shape)}`);
  if (!counts(offsets) || offsets.length !== 2)
    return fail(`expected the data_offsets of ${name} to be two integers ≥ 0, got ${JSON.stringify(offsets)}`);
  const [start, end] = offsets as [number, number];
  const size = elements(shape) * arrayTypes[dtype as StoredDType].BYTES_PER_ELEMENT;
  if (end - start !== size)
    fail(`expected ${name} [${shape.join(', ')}] to have ${grouped(size)} bytes, got ${grouped(end - start)}`);
  return { dtype: dtype as StoredDType, shape, start, end };
}

const elements = (shape: readonly number[]): number => shape.reduce((total, size) => total * size, 1);

function dtypeOf(data: StoredTensor['data']): StoredDType {
  return (Object.keys(arrayTypes) as StoredDType[]).find((dtype) => data instanceof arrayTypes[dtype])!;
}

/** JSON in ASCII, so that one character is one byte. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
