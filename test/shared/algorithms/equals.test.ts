/** Where a method is another one under some setting, it is so bit for bit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Algorithm } from '../../../shared/algorithms/algorithm.ts';
import { dapo } from '../../../shared/algorithms/dapo.ts';
import { drGrpo } from '../../../shared/algorithms/dr-grpo.ts';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { gspo } from '../../../shared/algorithms/gspo.ts';
import { igpo } from '../../../shared/algorithms/igpo.ts';
import { ppo } from '../../../shared/algorithms/ppo.ts';
import { reinforcePlusPlus } from '../../../shared/algorithms/reinforce-plus-plus.ts';
import { reinforce } from '../../../shared/algorithms/reinforce.ts';
import { rloo } from '../../../shared/algorithms/rloo.ts';
import type { Parameters, Values } from '../../../shared/config/parameter.ts';
import { stdConventions } from '../../../shared/credit/normalise.ts';
import type { ScoredRollout } from '../../../shared/data/scores.ts';
import { closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup } from '../../support/scored-group.ts';
import { creditOf } from './credit-of.ts';
import { valuesOf } from './defaults.ts';

const advantages = <P extends Parameters>(
  group: readonly ScoredRollout[],
  algorithm: Algorithm<P>,
  changes: Partial<Values<P>> = {},
) => creditOf(algorithm, group, valuesOf(algorithm, changes)).map(({ advantage }) => [...advantage]);

test('Dr. GRPO is GRPO without the deviation and with the constant length', () => {
  const same = {
    aggregation: 'sequenceMeanTokenSumNorm',
    dualClip: 0,
    klCoefficient: 0,
    entropyCoefficient: 0,
  } as const;
  assert.deepEqual(drGrpo.objective(valuesOf(drGrpo)), grpo.objective(valuesOf(grpo, same)));
  randomCases(200, 'Dr. GRPO', (rng) => {
    const group = scoredGroup(randomScores(rng));
    assert.deepEqual(advantages(group, drGrpo), advantages(group, grpo, { std: 'none' }));
  });
});

test('RLOO is G/(G − 1) times the distance from the group’s mean', () => {
  randomCases(200, 'RLOO', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const factor = group.length / (group.length - 1);
    assert.deepEqual(
      advantages(group, rloo),
      advantages(group, reinforce).map((row) => row.map((x) => factor * x)),
    );
  });
});

test('GSPO has GRPO’s credit, and its objective but for one ratio a rollout (test/model/segments: equal for one token)', () => {
  const same = { clipLow: 0.2, clipHigh: 0.2, dualClip: 0, klCoefficient: 0, entropyCoefficient: 0 };
  assert.deepEqual(gspo.objective(valuesOf(gspo, same)), {
    ...grpo.objective(valuesOf(grpo, same)),
    ratioOver: 'sequence',
  });
  randomCases(200, 'GSPO', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const std = rng.pick(stdConventions);
    assert.deepEqual(advantages(group, gspo, { std }), advantages(group, grpo, { std }));
  });
});

test('DAPO without its extras is GRPO with a token mean', () => {
  const values = valuesOf(dapo, {}, 'withoutExtras');
  const same = { dualClip: 10, klCoefficient: 0, entropyCoefficient: 0, aggregation: 'tokenMean' } as const;
  assert.deepEqual(dapo.objective(values), grpo.objective(valuesOf(grpo, same)));
  assert.equal(dapo.mostDraws!(values), 1);
  randomCases(200, 'DAPO', (rng) => {
    const group = scoredGroup(randomScores(rng));
    assert.deepEqual(dapo.credit(group, values), grpo.credit(group, valuesOf(grpo)));
  });
});

const foresightless = { gamma: 1, lambda: 1, valueCoefficient: 0 };

test('PPO with λ = γ = 1 and a critic of 0 is REINFORCE without a baseline', () => {
  randomCases(200, 'PPO', (rng) => {
    const group = scoredGroup(randomScores(rng));
    assert.deepEqual(
      advantages(group, ppo, { ...foresightless, whitenAdvantage: false }),
      // token advantages are float32
      advantages(group, reinforce, { baseline: 'none' }).map((row) => row.map(Math.fround)),
    );
  });
});

test('PPO with λ = 1, a critic of 0 and whitening is REINFORCE++, whatever γ', () => {
  randomCases(200, 'PPO whitened', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const gamma = rng.pick([1, rng.next()]);
    assert.deepEqual(
      advantages(group, ppo, { ...foresightless, gamma }),
      advantages(group, reinforcePlusPlus, { gamma }),
    );
  });
});

test('IGPO without gain is GRPO in every mode that gives the outcome a pool of its own, DR-Venus’s among them', () => {
  for (const normMode of ['separate', 'scaledSeparate', 'turnGroup', 'rawGain'] as const)
    randomCases(50, normMode, (rng) => {
      const group = scoredGroup(randomScores(rng));
      const std = rng.pick(stdConventions);
      const without = { normMode, std, gainWeight: 0, gamma: normMode === 'rawGain' ? 0 : 1 };
      assert.deepEqual(advantages(group, igpo, without), advantages(group, grpo, { std }));
    });
});

test('DR-Venus without its extras is IGPO whose gains are as large as its outcomes', () => {
  const plain = { gainTurns: 'all', malformedGain: 0, outcome: 'f1Set', gamma: 1 } as const;
  assert.deepEqual({ ...valuesOf(igpo, {}, 'drVenus'), ...plain }, valuesOf(igpo, { normMode: 'scaledSeparate' }));
  // outcomes 1 and 0 and gains 3 and 1 are both z = ±1, which needs no scaling but for the 1e-6 in the scale's divisor
  const group = scoredGroup([
    { gains: [3], outcome: 1 },
    { gains: [1], outcome: 0 },
  ]);
  closeRows(advantages(group, igpo, { normMode: 'scaledSeparate' }), advantages(group, igpo), 1e-5);
});

test('IGPO’s first code is REINFORCE where all answer at once, at the same length: a position is then the group', () => {
  randomCases(200, 'v0', (rng) => {
    const group = scoredGroup(randomScores(rng).map(({ outcome }) => ({ gains: [], outcome })));
    assert.deepEqual(
      advantages(group, igpo, { normMode: 'positional' }),
      advantages(group, reinforce).map((row) => row.map(Math.fround)), // token advantages are float32
    );
  });
});

test('REINFORCE’s preset drGrpo is Dr. GRPO, and GRPO that divides by nothing is REINFORCE', () => {
  assert.deepEqual(reinforce.objective(valuesOf(reinforce, {}, 'drGrpo')), drGrpo.objective(valuesOf(drGrpo)));
  randomCases(200, 'REINFORCE', (rng) => {
    const group = scoredGroup(randomScores(rng));
    assert.deepEqual(advantages(group, reinforce), advantages(group, drGrpo));
    assert.deepEqual(advantages(group, reinforce), advantages(group, grpo, { std: 'none' }));
  });
});

test('GRPO divided by the deviation of the step is TRL’s GRPO where the step has one group', () => {
  randomCases(200, 'batchTrl', (rng) => {
    const group = scoredGroup(randomScores(rng));
    assert.deepEqual(advantages(group, grpo, { std: 'batchTrl' }), advantages(group, grpo, { std: 'sampleTrl' }));
  });
});

test('REINFORCE++-baseline is REINFORCE++ of outcomes less their group’s mean', () => {
  randomCases(100, 'REINFORCE++-baseline', (rng) => {
    const scores = randomScores(rng).map((one) => ({ ...one, outcome: rng.next() }));
    const values = { outcome: 'f1Set', groupBaseline: true } as const;
    const mean = reinforce.credit(scoredGroup(scores), valuesOf(reinforce));
    const moved = scores.map((one, i) => ({ ...one, outcome: mean[i].advantage[0] }));
    assert.deepEqual(
      advantages(scoredGroup(scores), reinforcePlusPlus, values),
      advantages(scoredGroup(moved), reinforcePlusPlus),
    );
  });
});
