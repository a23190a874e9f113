/** Names that every object has are names like others. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { summarise, lastValue } from '../../../main/run-folder/run-summary.ts';
import { parseAssignments } from '../../../shared/config/overrides.ts';
import { decodeMessage, encodeMessage } from '../../../shared/ipc/wire.ts';
import { curveOf } from '../../../shared/report/curves.ts';
import { catalogues } from '../../../shared/train/catalogues.ts';
import { own } from '../../../shared/util/own.ts';
import { decodeSafetensors } from '../../../shared/util/safetensors.ts';
import { saveHostileRun } from '../../support/hostile-run.ts';
import { hostileStrings } from '../../support/hostile-strings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

test('own finds what a record holds and nothing that every object has', () => {
  const record = Object.fromEntries([
    ['__proto__', 1],
    ['a', 2],
  ]) as Record<string, number>;
  assert.equal(own(record, '__proto__'), 1);
  assert.equal(own(record, 'a'), 2);
  for (const name of inherited.slice(1)) assert.equal(own(record, name), undefined, name);
  assert.equal(own({}, '__proto__'), undefined);
});

test('metrics with such names are series of a run', (t) => {
  const folder = join(temporaryFolder(t), 'evil');
  saveHostileRun(folder);
  const run = summarise(folder);
  for (const [i, name] of hostileStrings.entries()) assert.equal(lastValue(run, name), i, JSON.stringify(name));
  assert.equal(lastValue(run, 'isPrototypeOf'), null);
});

test('a metric that a run lacks has no curve', () => {
  for (const name of inherited) assert.equal(curveOf({ name: 'r', series: {} }, name, 'step'), null, name);
});

test('a message keeps such names, and refuses a number of an unknown name', () => {
  const value = Object.fromEntries(inherited.map((name, i) => [name, i]));
  const decoded = decodeMessage(encodeMessage(value)) as object;
  assert.deepEqual(Object.entries(decoded), Object.entries(value));
  const json = new TextEncoder().encode('{"$number":"toString"}');
  const message = new Uint8Array(4 + json.length);
  new DataView(message.buffer).setUint32(0, json.length, true);
  message.set(json, 4);
  assert.throws(() => decodeMessage(message), /expected a number of a known name/);
});

test('a tensor of a dtype that every object has is refused', () => {
  for (const dtype of inherited) {
    const header = JSON.stringify({ w: { dtype, shape: [1], data_offsets: [0, 4] } }).padEnd(64);
    const bytes = new Uint8Array(8 + 64 + 4);
    bytes[0] = 64;
    bytes.set(new TextEncoder().encode(header), 8);
    assert.throws(
      () => decodeSafetensors(bytes, 'file'),
      /^RangeError|TypeError: file: expected the dtype of w to be one of/,
    );
  }
});

test('an assignment to such a name is an unknown key', () => {
  for (const name of inherited)
    assert.throws(() => parseAssignments([`${name}=1`], {}, catalogues), /unknown key/, name);
});
