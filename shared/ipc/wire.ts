/** Messages as bytes, for transports without structured clone: JSON, then the typed arrays as they lie in memory.
 *  Layout: uint32 length of the JSON (little-endian) · the JSON · each array's bytes, from the next multiple of 8 on.
 *  In the JSON an array stands as `{"$array": [kind, length]}`, in order, and a number that JSON lacks as `{"$number":
 *  "NaN"}`; a key of the data itself that begins with `$` gets another `$` in front. */

const arrayKinds = { Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Uint8Array } as const;
type ArrayKind = keyof typeof arrayKinds;
type TypedArray = InstanceType<(typeof arrayKinds)[ArrayKind]>;

const numbers = new Map([NaN, Infinity, -Infinity].map((number) => [String(number), number]));
const aligned = (offset: number): number => Math.ceil(offset / 8) * 8;

export function encodeMessage(message: unknown): Uint8Array {
  const arrays: TypedArray[] = [];
  const json = new TextEncoder().encode(JSON.stringify(withoutArrays(message, arrays)));
  let length = 4 + json.length;
  for (const array of arrays) length = aligned(length) + array.byteLength;
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  let at = 4 + json.length;
  for (const array of arrays) {
    at = aligned(at);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

/** Throws a TypeError or RangeError when the bytes are no message. */
export function decodeMessage(bytes: Uint8Array): unknown {
  if (bytes.length < 4) throw new RangeError(`message: expected at least 4 bytes, got ${bytes.length}`);
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice(); // arrays are views, which must be aligned
  const jsonLength = new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
  if (4 + jsonLength > whole.length)
    throw new RangeError(`message: expected ${jsonLength} bytes of JSON, got ${whole.length - 4}`);
  const json = JSON.parse(
    new TextDecoder('utf-8', { fatal: true }).decode(whole.subarray(4, 4 + jsonLength)),
  ) as unknown;
  let at = 4 + jsonLength;
  return withArrays(json, (kind, length) => {
    const Kind = Object.hasOwn(arrayKinds, kind) ? arrayKinds[kind as ArrayKind] : null;
    if (Kind === null || !Number.isSafeInteger(length) || length < 0)
      throw new TypeError('message: expected a typed array of a known kind, got another');
    at = aligned(at);
    const end = at + length * Kind.BYTES_PER_ELEMENT;
    if (end > whole.length) throw new RangeError(`message: expected ${end} bytes, got ${whole.length}`);
    const array = new Kind(whole.buffer as ArrayBuffer, whole.byteOffset + at, length);
    at = end;
    return array;
  });
}

function withoutArrays(value: unknown, arrays: TypedArray[]): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withoutArrays(one, arrays));
  if (ArrayBuffer.isView(value)) {
    const kind = value.constructor.name;
    if (!Object.hasOwn(arrayKinds, kind)) throw new TypeError(`internal: message: no encoding for ${kind}`);
    arrays.push(value as TypedArray);
    return { $array: [kind, (value as TypedArray).length] };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.startsWith('$') ? `$${key}` : key, withoutArrays(one, arrays)]),
  );
}

function withArrays(value: unknown, take: (kind: string, length: number) => TypedArray): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withArrays(one, take));
  const object = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(object, '$array')) {
    const [kind, length] = object.$array as readonly [string, number];
    return take(String(kind), length);
  }
  if (Object.hasOwn(object, '$number')) {
    const number = numbers.get(String(object.$number));
    if (number === undefined) throw new TypeError('message: expected a number of a known name, got another');
    return number;
  }
  return Object.fromEntries(
    Object.entries(object).map(([key, one]) => [key.startsWith('$$') ? key.slice(1) : key, withArrays(one, take)]),
  );
}
