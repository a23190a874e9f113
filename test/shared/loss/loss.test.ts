import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenWeights } from '../../../shared/loss/aggregate.ts';
import { kl } from '../../../shared/loss/kl.ts';
import { tokenLoss } from '../../../shared/loss/objective-loss.ts';
import type { Aggregation, Objective } from '../../../shared/loss/objective.ts';
import { aggregations } from '../../../shared/loss/objective.ts';
import { clipBinds, policyLoss, ratio, sharedRatio } from '../../../shared/loss/policy-loss.ts';
import { valueLoss } from '../../../shared/loss/value-loss.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { v13, v14 } from './worked-losses.ts';

const ppo = { clipLow: 0.2, clipHigh: 0.2, dualClip: 3 };
const single = { ...ppo, dualClip: null };
const dapo = { clipLow: 0.2, clipHigh: 0.28, dualClip: 10 };
for (const [rho, a, dual, plain, wide] of v13)
  test(`V13: policyLoss at ratio ${rho} and advantage ${a}`, () => {
    close(
      [ppo, single, dapo].map((clip) => policyLoss(rho, a, clip)),
      [dual, plain, wide],
    );
  });

test('the clip binds exactly where the ratio has no gradient', () => {
  const h = 1e-6;
  randomCases(300, 'clip', (rng) => {
    const a = rng.normal();
    const rho = 5 * rng.next();
    if ([0.8, 1.2, 3].some((kink) => Math.abs(rho - kink) < 1e-4) || Math.abs(a) < 1e-3) return;
    const slope = (policyLoss(rho + h, a, ppo) - policyLoss(rho - h, a, ppo)) / (2 * h);
    assert.ok(
      Math.abs(slope - (clipBinds(rho, a, ppo) ? 0 : -a)) < 1e-6,
      `ratio ${rho}, advantage ${a}: slope ${slope}`,
    );
  });
});

test('V16: the sequence ratio of log-ratios .1, −.3, .1, .3 is e^.05, and the loss is clipped as one', () => {
  const rho = sharedRatio([0.1, -0.3, 0.1, 0.3], [0, 0, 0, 0]);
  const narrow = { clipLow: 0.0003, clipHigh: 0.0004, dualClip: null };
  const wide = { clipLow: 0.2, clipHigh: 0.2, dualClip: null };
  close([rho], [1.051271]);
  close(
    [policyLoss(rho, 0.7, narrow), policyLoss(rho, 0.7, wide), policyLoss(rho, -0.7, narrow)],
    [-0.70028, -0.73589, 0.73589],
  );
});

test('the ratio stays finite in float32, however far apart the policies are', () => {
  close([ratio(-1, -1.5)], [Math.exp(0.5)]);
  assert.equal(ratio(0, -1000), Math.exp(20));
  assert.equal(ratio(-1000, 0), Math.exp(-20));
});

for (const [logProb, refLogProb, k1, k2, k3] of v14)
  test(`V14: k1, k2 and k3 at log-probs ${logProb} and ${refLogProb}`, () => {
    close([kl.k1(logProb, refLogProb), kl.k2(logProb, refLogProb), kl.k3(logProb, refLogProb)], [k1, k2, k3]);
  });

test('V15: each aggregation of [[1, 2, 3, ·], [4, ·, ·, ·]] is Σ weight · loss', () => {
  const losses = [
    [1, 2, 3, 100],
    [4, 100, 100, 100],
  ];
  const masks = [
    [1, 1, 1, 0],
    [1, 0, 0, 0],
  ];
  const total = (aggregation: Aggregation) => {
    const weights = tokenWeights(masks, aggregation, 4);
    return losses.flat().reduce((sum, loss, i) => sum + loss * weights[Math.floor(i / 4)][i % 4], 0);
  };
  close(
    [
      total('tokenMean'),
      total('sequenceMeanTokenSum'),
      total('sequenceMeanTokenMean'),
      total('sequenceMeanTokenSumNorm'),
    ],
    [2.5, 5, 3, 1.25],
  );
});

test('rows without a token of the policy weigh nothing and are not counted', () => {
  for (const aggregation of aggregations) {
    const [alone] = tokenWeights([[0, 1, 1]], aggregation, 5);
    const [beside, empty] = tokenWeights([[0, 1, 1], [0, 0], []], aggregation, 5);
    assert.deepEqual(beside, alone, aggregation);
    assert.deepEqual(empty, new Float32Array(2), aggregation);
    assert.deepEqual(tokenWeights([[0, 0]], aggregation, 5), [new Float32Array(2)], aggregation);
  }
});

test('the constant length must be given where it is used', () => {
  assert.throws(() => tokenWeights([[1]], 'sequenceMeanTokenSumNorm'), /expected a constant length above 0 .* got 0/);
});

test('the value loss is half the larger squared error of the value and of the value held near the old one', () => {
  // V .9, old .2, target 1, clip .5: held .7; errors −.1 and −.3
  close([valueLoss(0.9, 0.2, 1, 0.5), valueLoss(0.9, 0.2, 1, null)], [0.045, 0.005]);
  // away from the target the clip does not help: V −.6, held −.3; errors −1.6 and −1.3
  close([valueLoss(-0.6, 0.2, 1, 0.5)], [1.28]);
  // within the clip both are the same
  close([valueLoss(0.4, 0.2, 1, 0.5), valueLoss(0.4, 0.2, 1, null)], [0.18, 0.18]);
});

const objective: Objective = {
  ...ppo,
  aggregation: 'tokenMean',
  klCoefficient: 0.1,
  klEstimator: 'k3',
  entropyCoefficient: 0.01,
};
const token = { logProb: -1, oldLogProb: -1, refLogProb: -1.5, entropy: 2, advantage: 1 };

test('tokenLoss adds the policy loss, the KL and the entropy bonus with their weights', () => {
  // ratio 1: −1 + .1 · .106531 − .01 · 2 = −1.009347
  close([tokenLoss(token, objective)], [-1.009347]);
  close([tokenLoss({ ...token, refLogProb: null }, { ...objective, klCoefficient: 0 })], [-1.02]);
});

test('tokenLoss refuses a KL without log-probs of the reference policy', () => {
  assert.throws(() => tokenLoss({ ...token, refLogProb: null }, objective), /expected refLogProb/);
});
