import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsOf, stepsText } from '../../../renderer/components/step-range.ts';

test('steps are read as people type them, and what is no range is refused', () => {
  assert.deepEqual(stepsOf('12'), { firstStep: 12, lastStep: 12 });
  assert.deepEqual(stepsOf(' 10 – 40 '), { firstStep: 10, lastStep: 40 });
  assert.deepEqual(stepsOf('10-'), { firstStep: 10 });
  assert.deepEqual(stepsOf('-40'), { lastStep: 40 });
  assert.deepEqual(stepsOf(''), {});
  for (const text of ['x', '1-2-3', '1.5']) assert.equal(stepsOf(text), null, text);
  assert.equal(stepsText({}), '');
  for (const text of ['12', '10-40', '10-', '-40']) assert.equal(stepsText(stepsOf(text)!), text);
});
