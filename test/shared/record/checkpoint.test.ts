import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAdapted } from '../../../shared/record/checkpoint.ts';

test('a checkpoint of an earlier version has no adapted values; adapted values that are not numbers are refused', () => {
  assert.deepEqual(parseAdapted(undefined, 'state'), {});
  assert.deepEqual(parseAdapted({ klCoefficient: 0.5 }, 'state'), { klCoefficient: 0.5 });
  assert.throws(() => parseAdapted({ klCoefficient: 'much' }, 'state'), /state: expected numbers by name, got \{"klC/);
  assert.throws(() => parseAdapted(null, 'state'), /state: expected numbers by name, got null/);
});
