import assert from 'node:assert/strict';
import { test } from 'node:test';
import { a2tgpo } from '../../../shared/algorithms/a2tgpo.ts';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { igpo } from '../../../shared/algorithms/igpo.ts';
import type { Credit } from '../../../shared/algorithms/algorithm.ts';
import { stdConventions } from '../../../shared/credit/normalise.ts';
import { closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup, type Scores } from '../../support/scored-group.ts';
import { valuesOf } from './defaults.ts';

const advantages = (credits: readonly Credit[]) => credits.map(({ advantage }) => [...advantage]);

const v9: Scores[] = [
  { gains: [0.8, 0.9], outcome: 0.8 },
  { gains: [-0.3, 0.8], outcome: 0 },
  { gains: [0.2], outcome: 0.5 },
];

test('V9: A²TGPO’s rewards are normalised per turn and outcome, its advantages accumulate over the root of their number', () => {
  const credits = a2tgpo.credit(scoredGroup(v9), valuesOf(a2tgpo));
  closeRows(
    credits.map(({ reward }) => reward),
    [
      [0.3 * 1.260121, 0.3 * 0.999978, 1.111164],
      [0.3 * -1.185996, 0.3 * -0.999978, -1.313194],
      [0.3 * -0.074125, 0.20203],
    ],
  );
  closeRows(advantages(credits), [
    [1.590604, 1.411158, 1.111164],
    [-1.776909, -1.613188, -1.313194],
    [0.179792, 0.20203],
  ]);
});

test('V9: the clip range of a turn follows its normalised gain, and is the usual one for the answer', () => {
  closeRows(
    a2tgpo.credit(scoredGroup(v9), valuesOf(a2tgpo)).map((credit) => credit.clipScale!),
    [
      [1.167428, 1.138633, 1],
      [0.840385, 0.861367, 1],
      [0.988886, 1],
    ],
  );
});

test('the clip range is as wide as usual without gains, and its objective then igpo’s but for the ratio of a turn', () => {
  const [{ clipScale }] = a2tgpo.credit(
    scoredGroup([
      { gains: [null], outcome: 1 },
      { gains: [0.5], outcome: 0 },
    ]),
    valuesOf(a2tgpo),
  );
  assert.deepEqual([...clipScale!], [1, 1]);
  const constant = valuesOf(a2tgpo, { clipWidth: 0 });
  assert.equal(a2tgpo.credit(scoredGroup(v9), constant)[0].clipScale, undefined);
  assert.deepEqual(a2tgpo.objective(constant), { ...igpo.objective(valuesOf(igpo)), ratioOver: 'turn' });
  assert.deepEqual(a2tgpo.objective(valuesOf(a2tgpo)), { ...a2tgpo.objective(constant), clipScaled: true });
});

test('at γ 1 it is igpo with turnGroup, sumOverSqrt and the same weight, bit for bit', () => {
  randomCases(100, 'a2tgpo', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const shared = { std: rng.pick(stdConventions), gainWeight: rng.pick([0.3, 1, 2]) };
    assert.deepEqual(
      advantages(a2tgpo.credit(group, valuesOf(a2tgpo, shared))),
      advantages(igpo.credit(group, valuesOf(igpo, { ...shared, normMode: 'turnGroup', accumulate: 'sumOverSqrt' }))),
    );
  });
});

test('without gains it is grpo, bit for bit, whatever γ: the outcome is not discounted', () => {
  randomCases(100, 'a2tgpo without gain', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const std = rng.pick(stdConventions);
    assert.deepEqual(
      advantages(a2tgpo.credit(group, valuesOf(a2tgpo, { std, gainWeight: 0, gamma: rng.next() }))),
      advantages(grpo.credit(group, valuesOf(grpo, { std }))),
    );
  });
});
