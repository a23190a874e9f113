import { test } from 'node:test';
import assert from 'node:assert/strict';
import { noEvaluation, observe, outOfPatience } from '../../../shared/train/early-stop.ts';

test('patience counts the evaluations since the best one, and a tie is no improvement', () => {
  const values = [0.2, 0.5, 0.5, 0.4, 0.6, 0.1];
  const states = values.map((_, i) =>
    values.slice(0, i + 1).reduce((state, value, j) => observe(state, value, 10 * j), noEvaluation),
  );
  assert.deepEqual(
    states.map(({ since }) => since),
    [0, 0, 1, 2, 0, 1],
  );
  assert.deepEqual(states[3], { best: 0.5, bestStep: 10, since: 2 });
  assert.deepEqual([outOfPatience(states[3], 3), outOfPatience(states[3], 2)], [false, true]);
});

test('patience 0 never runs out', () => {
  assert.equal(outOfPatience({ best: 1, bestStep: 0, since: 1e9 }, 0), false);
});
