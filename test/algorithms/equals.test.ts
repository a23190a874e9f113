/** Where a method is another one under some setting, it is so bit for bit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Algorithm } from '../../shared/algorithms/algorithm.ts';
import { dapo } from '../../shared/algorithms/dapo.ts';
import { drGrpo } from '../../shared/algorithms/dr-grpo.ts';
import { grpo } from '../../shared/algorithms/grpo.ts';
import { gspo } from '../../shared/algorithms/gspo.ts';
import { ppo } from '../../shared/algorithms/ppo.ts';
import { reinforcePlusPlus } from '../../shared/algorithms/reinforce-plus-plus.ts';
import { reinforce } from '../../shared/algorithms/reinforce.ts';
import { rloo } from '../../shared/algorithms/rloo.ts';
import type { Parameters, Values } from '../../shared/config/parameter.ts';
import { stdConventions } from '../../shared/credit/normalise.ts';
import type { ScoredRollout } from '../../shared/scorers/scorer.ts';
import { randomCases } from '../support/random-cases.ts';
import { randomScores, scoredGroup } from '../support/scored-group.ts';
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
      advantages(group, reinforce, { baseline: 'none' }).map((row) => row.map(Math.fround)), // token advantages are float32
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
