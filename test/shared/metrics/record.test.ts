import { test } from 'node:test';
import assert from 'node:assert/strict';
import { recorded } from '../../../shared/metrics/record.ts';

test('values that are not finite become null and are counted', () => {
  assert.deepEqual(recorded({ 'reward/mean': 0.5, 'gain/mean': NaN, 'kl/old_k1': -Infinity }), {
    'reward/mean': 0.5,
    'gain/mean': null,
    'kl/old_k1': null,
    'record/non_finite': 2,
  });
  assert.deepEqual(recorded({}), { 'record/non_finite': 0 });
});
