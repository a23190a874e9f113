/** A rollout in pairs of words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rolloutFacts } from '../../../../renderer/components/inspector/rollout-facts.ts';
import { rolloutView, savedRollout } from '../../features/rollouts/saved-rollout.ts';

const value = (view: ReturnType<typeof rolloutView>, name: string) =>
  rolloutFacts(view).find((fact) => fact.name === name)!.value;

test('figures per token are means over what the policy wrote', () => {
  const { rollout } = savedRollout();
  const tokens = rollout.tokens.length;
  const mask = new Uint8Array(tokens);
  const logProb = new Float32Array(tokens);
  mask.set([1, 1], 2);
  logProb.set([-0.5, -1], 2);
  const view = rolloutView({ rollout: { ...rollout, mask, logProb } });
  assert.equal(value(view, 'Mean log-prob'), '−0.750 nats'); // (−0.5 − 1) / 2
  assert.equal(value(view, 'Tokens'), `2 of ${tokens}`);
});

test('a rollout of which the policy wrote nothing has no mean', () => {
  const { rollout } = savedRollout();
  const view = rolloutView({ rollout: { ...rollout, mask: new Uint8Array(rollout.tokens.length) } });
  assert.equal(value(view, 'Mean entropy'), '–');
});

test('reward is the sum over the turns, advantages are one for each', () => {
  const view = rolloutView({ credit: { reward: Float64Array.of(0.25, -1), advantage: Float64Array.of(0.5, -2) } });
  assert.equal(value(view, 'Reward'), '−0.75');
  assert.equal(value(view, 'Advantages'), '+0.50  −2.00');
});

test('a rollout without credit has no reward and no advantages', () => {
  const view = rolloutView({ credit: null });
  assert.deepEqual([value(view, 'Reward'), value(view, 'Advantages')], ['–', '–']);
});
