import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spread } from '../../../shared/credit/spread.ts';
import type { Turn } from '../../../shared/record/rollout.ts';
import { sum } from '../../../shared/util/math.ts';
import { close } from '../../support/close.ts';

const turn = (start: number, end: number): Turn => ({
  message: { start, end },
  response: null,
  thought: null,
  query: null,
  retrieval: null,
  answer: null,
});
// V3: mask [1×4, 0×3, 1×3, 0×2, 1×2]
const rollout = {
  id: '3/0/2',
  turns: [turn(0, 4), turn(7, 10), turn(12, 14)],
  mask: Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1),
};
const advantage = [2.21841, 1.710738, 0.999997];

test('V3: each token of the policy gets its turn’s advantage, every other token 0', () => {
  const [a, b, c] = advantage;
  const perToken = spread(advantage, rollout);
  close(perToken, [a, a, a, a, 0, 0, 0, b, b, b, 0, 0, c, c]);
  // mean of −A over the 9 masked tokens at ratio 1: −(4·2.21841 + 3·1.710738 + 2·.999997)/9 = −1.778428
  close([-sum(perToken) / sum(rollout.mask)], [-1.778428]);
});

test('a masked-out token inside a message gets 0', () => {
  const mask = rollout.mask.slice();
  mask[8] = 0;
  assert.equal(spread(advantage, { ...rollout, mask })[8], 0);
});

test('a rollout without turns has no advantage anywhere', () => {
  assert.deepEqual(spread([], { id: 'r', turns: [], mask: new Uint8Array(3) }), new Float32Array(3));
});

test('advantages for another number of turns are an error that names the rollout', () => {
  assert.throws(() => spread([1, 2], rollout), { message: 'advantages: expected 3 turns for rollout 3/0/2, got 2' });
});

test('a masked token that belongs to no message is a broken invariant', () => {
  const mask = rollout.mask.slice();
  mask[5] = 1;
  assert.throws(() => spread(advantage, { ...rollout, mask }), /internal: rollout 3\/0\/2 has a masked token at 5/);
});
