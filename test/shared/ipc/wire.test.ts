/** Messages survive their bytes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeMessage, encodeMessage } from '../../../shared/ipc/wire.ts';

const there = (message: unknown): unknown => decodeMessage(encodeMessage(message));

test('plain data, text of every script and keys that begin with $ come back equal', () => {
  const message = {
    $array: ['a', 1],
    $$x: { $number: 'NaN' },
    text: 'élève 質問 🙂\u202e',
    list: [1, null, true, { a: [] }],
  };
  assert.deepEqual(there(message), message);
});

test('numbers that JSON lacks come back as they were', () => {
  assert.deepEqual(there([NaN, Infinity, -Infinity, 1.5, -2]), [NaN, Infinity, -Infinity, 1.5, -2]);
});

test('typed arrays of every kind and length come back with their bits, side by side and nested', () => {
  const message = {
    a: new Uint8Array([1, 2, 3]),
    b: [new Float64Array([NaN, Infinity, 0.1]), new Float32Array(0), { c: new Int32Array([-1]) }],
    d: new Uint32Array([4294967295]),
    e: new Uint16Array([65535, 1]),
  };
  assert.deepEqual(there(message), message);
});

test('a view into the middle of a buffer takes only its own bytes along', () => {
  const whole = new Float64Array(1000).fill(7);
  const bytes = encodeMessage(whole.subarray(10, 12));
  assert.ok(bytes.length < 100);
  assert.deepEqual(decodeMessage(bytes), new Float64Array([7, 7]));
});

test('bytes that begin anywhere in a buffer are read', () => {
  const bytes = encodeMessage({ x: new Float64Array([1, 2]) });
  for (let shift = 0; shift < 8; shift++) {
    const moved = new Uint8Array(bytes.length + shift);
    moved.set(bytes, shift);
    assert.deepEqual(decodeMessage(moved.subarray(shift)), { x: new Float64Array([1, 2]) });
  }
});

test('damaged bytes are refused, never read beyond their end', () => {
  const bytes = encodeMessage({ x: new Float64Array(100) });
  for (const length of [0, 3, 4, 20, bytes.length - 1]) assert.throws(() => decodeMessage(bytes.slice(0, length)));
  const evil = (json: string): Uint8Array => {
    const text = new TextEncoder().encode(json);
    const all = new Uint8Array(4 + text.length);
    new DataView(all.buffer).setUint32(0, text.length, true);
    all.set(text, 4);
    return all;
  };
  for (const json of [
    '{"$array":["Float64Array",1e9]}',
    '{"$array":["constructor",1]}',
    '{"$array":["Float64Array",-1]}',
    '{"$array":["Uint8Array",1.5]}',
    '{"$number":"constructor"}',
    '{"$number":"__proto__"}',
    '{"$number":"7"}',
  ])
    assert.throws(() => decodeMessage(evil(json)), json);
});
