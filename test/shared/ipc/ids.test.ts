import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idParts, keyOfRun, outerId } from '../../../shared/ipc/ids.ts';

test('an id has at most two parts, each the name of a folder that may hold spaces', () => {
  assert.deepEqual(idParts('my study 2/igpo seed 1'), ['my study 2', 'igpo seed 1']);
  assert.deepEqual(idParts('alone'), ['alone']);
  for (const id of ['..', 'a/../b', 'a/b/c', '', '/a', '.bin', 'a.', 'a\nb'])
    assert.throws(() => idParts(id), /^RangeError: id: expected the name of an experiment or a run, got "/, id);
});

test('a run lies in its experiment, one that lies alone in itself', () => {
  assert.deepEqual([outerId('a/b'), outerId('a')], ['a', 'a']);
});

test('two runs never share a key, spaces and all', () => {
  const keys = [keyOfRun('a/b', 'c d'), keyOfRun('a/b c', 'd'), keyOfRun('a/b', 'c'), keyOfRun('a', 'b/c')];
  assert.equal(new Set(keys).size, keys.length);
});
