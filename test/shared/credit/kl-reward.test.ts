import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rloo } from '../../../shared/algorithms/rloo.ts';
import { adaptKl } from '../../../shared/credit/kl-reward.ts';
import { valuesOf } from '../algorithms/defaults.ts';
import { scoredGroup } from '../../support/scored-group.ts';

/** Two rollouts with this KL per token, over 10 tokens in three turns. */
const batch = (kl: number) =>
  scoredGroup([
    { gains: [null], outcome: 1, turnScores: { klRefK1: [kl * 2, kl * 3], writtenTokens: [2, 3] } },
    { gains: [], outcome: 0, turnScores: { klRefK1: [kl * 5], writtenTokens: [5] } },
  ]);
const following = (changes: object = {}) =>
  valuesOf(rloo, {
    ...{ klPlace: 'reward', klEstimator: 'k1', klCoefficient: 0.1, klTarget: 0.1, klHorizon: 20 },
    ...changes,
  });

test('the coefficient follows the target by at most a fifth in a horizon', () => {
  // n/horizon = 2/20; KL .11, .5, .05: errors .1, .2 (clipped), −.2 (clipped)
  for (const [kl, expected] of [
    [0.11, 0.1 * 1.01],
    [0.5, 0.1 * 1.02],
    [0.05, 0.1 * 0.98],
  ])
    assert.ok(Math.abs(adaptKl(batch(kl), following()).klCoefficient! - expected) < 1e-12, `KL ${kl}`);
  const fast = adaptKl(batch(0), following({ klHorizon: 1 })).klCoefficient!;
  assert.ok(Math.abs(fast - 0.08) < 1e-12, 'never below zero, however short the horizon');
});

test('without a target the coefficient stays, and a target without a KL in the reward is refused', () => {
  assert.deepEqual(adaptKl(batch(0.5), following({ klTarget: 0 })), {});
  assert.deepEqual(rloo.problems!(following(), { groupSize: 8, maxTokens: 256 }), []);
  assert.match(
    rloo.problems!(following({ klTarget: 0 }), { groupSize: 8, maxTokens: 256 })[0],
    /^algorithm\.klHorizon: expected 10000 without a klTarget, where nothing reads it, got 20 — leave it out$/,
  );
  assert.match(
    rloo.problems!(following({ klPlace: 'loss', klEstimator: 'k3' }), { groupSize: 8, maxTokens: 256 })[0],
    /^algorithm\.klTarget: expected 0 without a KL/,
  );
  assert.match(
    rloo.problems!(following({ klCoefficient: 0 }), { groupSize: 8, maxTokens: 256 })[0],
    /^algorithm\.klTarget: expected 0 without a KL/,
  );
});

test('k1 is refused in the loss, whose gradient would not depend on the reference; it is allowed in the reward', () => {
  const problems = (changes: object) =>
    rloo.problems!(following({ klTarget: 0, ...changes }), { groupSize: 8, maxTokens: 256 });
  const isRefused = (changes: object) =>
    problems(changes).some((one) => /^algorithm\.klEstimator: expected k2 or k3/.test(one));
  assert.ok(isRefused({ klPlace: 'loss', klEstimator: 'k1' }));
  for (const allowed of [
    { klPlace: 'loss', klEstimator: 'k2' },
    { klPlace: 'loss', klEstimator: 'k1', klCoefficient: 0 },
    { klPlace: 'reward', klEstimator: 'k1' },
  ])
    assert.ok(!isRefused(allowed), JSON.stringify(allowed));
});
