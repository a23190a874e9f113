import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf, everyChoice } from '../../../../renderer/features/credit/choices.ts';

test('an address names algorithms and presets, and unknown names are ignored', () => {
  assert.deepEqual(choicesOf('grpo,igpo:v1,nope,igpo:v9,'), [{ name: 'grpo' }, { name: 'igpo', preset: 'v1' }]);
  assert.deepEqual(choicesOf(null), []);
  assert.deepEqual(choicesOf(everyChoice.join(',')).length, everyChoice.length);
});
