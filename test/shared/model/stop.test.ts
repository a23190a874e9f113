import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopTest } from '../../../shared/model/stop.ts';

test('tokens stop with any of the sequences, whole and at their end', () => {
  const isStopped = stopTest([[5], [1, 2, 3], [4, 3]]);
  for (const tokens of [[5], [9, 5], [1, 2, 3], [0, 1, 2, 3], [4, 3], [1, 1, 2, 3]])
    assert.ok(isStopped(tokens), `${tokens}`);
  for (const tokens of [[], [3], [2, 3], [1, 2, 3, 0], [5, 1], [1, 3]]) assert.ok(!isStopped(tokens), `${tokens}`);
});

test('without sequences nothing stops', () => assert.equal(stopTest([])([1, 2]), false));
