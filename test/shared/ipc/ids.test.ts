import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idParts, joinIds, keyOfRun, outerId, splitIds } from '../../../shared/ipc/ids.ts';

test('an id has at most two parts, each the name of a folder in any script', () => {
  assert.deepEqual(idParts('my study 2/igpo seed 1'), ['my study 2', 'igpo seed 1']);
  assert.deepEqual(idParts('alone'), ['alone']);
  for (const name of ['lr 1e-3, wd 0.1', '実験', 'Prüfung (2)', 'a+b', '100%', 'v1.'])
    assert.deepEqual(idParts(`${name}/igpo`), [name, 'igpo']);
  for (const id of ['..', '.', 'a/../b', 'a/b/c', '', 'a/', '/a', '.bin', 'a\\b', 'a\nb', 'a\u0000', 'a\u0085'])
    assert.throws(() => idParts(id), /^RangeError: id: expected the name of an experiment or a run, got "/, id);
});

test('ids in an address come back, commas and per cent signs included, each once', () => {
  const ids = ['lr 1e-3, wd 0.1', '100%', 'a%2Cb', 'one/two', ',', '%25'];
  assert.deepEqual(splitIds(joinIds(ids)), ids);
  assert.deepEqual(splitIds('a,b,a,'), ['a', 'b']);
  assert.deepEqual(splitIds(''), []);
});

test('a run lies in its experiment, one that lies alone in itself', () => {
  assert.deepEqual([outerId('a/b'), outerId('a')], ['a', 'a']);
});

test('two runs never share a key, spaces and all', () => {
  const keys = [keyOfRun('a/b', 'c d'), keyOfRun('a/b c', 'd'), keyOfRun('a/b', 'c'), keyOfRun('a', 'b/c')];
  assert.equal(new Set(keys).size, keys.length);
});
