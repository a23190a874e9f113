import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gainsOf, gainText } from '../../../../../renderer/features/rollouts/turns/gains.ts';
import { rolloutView } from '../saved-rollout.ts';

test('gain is shown in nats, or as a difference of probabilities if only that was scored', () => {
  const { rollout, scores } = rolloutView().saved;
  const having = (turnScores: typeof scores.turnScores) => gainsOf({ rollout, scores: { ...scores, turnScores } });
  assert.deepEqual(having({ informationGain: [1.5, null] }), { values: [1.5, null], form: 'nats' });
  assert.deepEqual(having({ informationGainProb: [0.31, null] }), { values: [0.31, null], form: 'probability' });
  assert.deepEqual(having({}), { values: [null, null], form: 'nats' });
  assert.deepEqual(gainText(-0.2, 'nats'), ['−0.20', 'nats']);
  assert.deepEqual(gainText(0.31, 'probability'), ['+31', 'pp']);
  assert.deepEqual(gainText(0.004, 'probability'), ['+0.4', 'pp']);
});
