import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAdapted } from '../../../shared/record/checkpoint.ts';

test('a checkpoint from before there were adapted values has none, and what is not numbers is refused', () => {
  assert.deepEqual(parseAdapted(undefined, 'state'), {});
  assert.deepEqual(parseAdapted({ klCoefficient: 0.5 }, 'state'), { klCoefficient: 0.5 });
  assert.throws(() => parseAdapted({ klCoefficient: 'much' }, 'state'), /state: expected numbers by name, got \{"klC/);
  assert.throws(() => parseAdapted(null, 'state'), /state: expected numbers by name, got null/);
});
