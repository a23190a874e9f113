import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Algorithm } from '../../../shared/algorithms/algorithm.ts';
import { drGrpo } from '../../../shared/algorithms/dr-grpo.ts';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { reinforcePlusPlus } from '../../../shared/algorithms/reinforce-plus-plus.ts';
import { reinforce } from '../../../shared/algorithms/reinforce.ts';
import { rloo } from '../../../shared/algorithms/rloo.ts';
import type { Parameters, Values } from '../../../shared/config/parameter.ts';
import { close, closeRows } from '../../support/close.ts';
import { scoredGroup } from '../../support/scored-group.ts';
import { creditOf, rewarded } from './credit-of.ts';
import { valuesOf } from './defaults.ts';

const group = scoredGroup([1, 0.5, 0, 0].map((outcome, i) => ({ gains: [0.1, 0.2, 0.3].slice(i), outcome })));
const firstTurns = <P extends Parameters>(algorithm: Algorithm<P>, changes?: Partial<Values<P>>, preset?: string) =>
  creditOf(algorithm, group, valuesOf(algorithm, changes, preset)).map(({ advantage }) => advantage[0]);

test('V11: GRPO with the sample standard deviation + 1e-6 is the default', () => {
  close(firstTurns(grpo), [1.30558, 0.261116, -0.783348, -0.783348]);
});

test('V11: GRPO as in TRL adds 1e-4', () => {
  close(firstTurns(grpo, {}, 'trl'), [1.30531, 0.261062, -0.783186, -0.783186]);
});

test('V11: GRPO with the population standard deviation', () => {
  close(firstTurns(grpo, {}, 'matched'), [1.507557, 0.301511, -0.904534, -0.904534]);
});

test('V11: GRPO divided by the deviation of the whole batch, as in TRL, is TRL’s GRPO where the batch is one group', () => {
  close(firstTurns(grpo, {}, 'trlBatch'), [1.30531, 0.261062, -0.783186, -0.783186]);
  // a second group of outcomes 1 and 1: S = 1, .5, 0, 0, 1, 1, mean 7/12, Σ(S − mean)² = 3.25 − 49/24 = 1.208333, std =
  // .491596
  const more = scoredGroup([1, 1].map((outcome) => ({ gains: [], outcome })));
  const values = valuesOf(grpo, {}, 'trlBatch');
  const credits = [group, more].flatMap((each) => grpo.credit(each, values));
  const advantages = grpo.batchCredit!([...group, ...more], credits, values).map(({ advantage }) => advantage[0]);
  close(advantages, [1.271111, 0.254222, -0.762667, -0.762667, 0, 0]);
});

test('V11: Dr. GRPO is the distance from the mean, summed over tokens and divided by a constant length', () => {
  close(firstTurns(drGrpo), [0.625, 0.125, -0.375, -0.375]);
  assert.equal(drGrpo.objective(valuesOf(drGrpo)).aggregation, 'sequenceMeanTokenSumNorm');
});

test('V11: RLOO is the distance from the mean of the others', () => {
  close(firstTurns(rloo), [0.833333, 0.166667, -0.5, -0.5]);
});

/** REINFORCE++'s advantages of the written tokens, from groups of rollouts of one turn with so many tokens each. */
function whitened(groups: readonly (readonly number[])[], tokens: readonly number[], preset?: string): number[][] {
  const values = valuesOf(reinforcePlusPlus, {}, preset);
  const credits = groups.flatMap((outcomes) =>
    reinforcePlusPlus.credit(scoredGroup(outcomes.map((outcome) => ({ gains: [], outcome }))), values),
  );
  const rollouts = credits.map(({ reward }, i) => rewarded(reward, false, [tokens[i]]));
  return reinforcePlusPlus.tokenCredit!(rollouts, values)!.map(({ advantage }) => [...advantage.subarray(1)]);
}

for (const preset of [undefined, 'baseline'])
  test(`V11: REINFORCE++, ${preset ?? 'defaults'}, of scores 1 on 3 tokens and 0 on 2 is whitened over the 5 tokens: mean .6, or .1, and variance .3`, () => {
    closeRows(whitened([[1, 0]], [3, 2], preset), [
      [0.730297, 0.730297, 0.730297],
      [-1.095445, -1.095445],
    ]);
  });

test('REINFORCE++ whitens over all groups of the step, its baseline form after each group’s mean', () => {
  // groups (1, 0) and (0, 0), one token each: mean .25 and variance .25; with the baseline ±.5, 0, 0: variance .5/3
  for (const [preset, expected] of [
    [undefined, [1.5, -0.5, -0.5, -0.5]],
    ['baseline', [1.224745, -1.224745, 0, 0]],
  ] as const) {
    const groups = [
      [1, 0],
      [0, 0],
    ];
    close(whitened(groups, [1, 1, 1, 1], preset).flat(), [...expected]);
  }
});

test('with the KL in the reward each turn pays for its own tokens, and the loss has no KL', () => {
  const changes = { klPlace: 'reward', klCoefficient: 0.5, klEstimator: 'k1' } as const;
  const [one, two] = scoredGroup([
    { gains: [null], outcome: 1, turnScores: { klRefK1: [0.2, 0.6] } },
    { gains: [], outcome: 0, turnScores: { klRefK1: [-0.4] } },
  ]);
  // rewards −.1, 1 − .3 and .2; returns .6, .7 and .2
  const credits = reinforcePlusPlus.credit([one, two], valuesOf(reinforcePlusPlus, changes));
  close([...credits[0].reward, ...credits[1].reward], [-0.1, 0.7, 0.2]);
  close([...credits[0].advantage, ...credits[1].advantage], [0.6, 0.7, 0.2]);
  // RLOO takes the whole KL from the outcome: .6 and .2
  close(
    rloo.credit([one, two], valuesOf(rloo, changes)).map(({ advantage }) => advantage[0]),
    [0.4, -0.4],
  );
  for (const algorithm of [rloo, reinforcePlusPlus] as const) {
    const values = { ...valuesOf(rloo, changes), ...valuesOf(reinforcePlusPlus, changes) };
    assert.ok(algorithm.scorers(values).includes('klRefK1'));
    assert.equal(algorithm.objective(values).klCoefficient, 0);
    assert.ok(!algorithm.scorers({ ...values, klPlace: 'loss' }).includes('klRefK1'));
    assert.equal(algorithm.objective({ ...values, klPlace: 'loss' }).klCoefficient, 0.5);
  }
});

test('V11: REINFORCE has Dr. GRPO’s advantage, the distance from the mean', () => {
  close(firstTurns(reinforce, {}, 'drGrpo'), [0.625, 0.125, -0.375, -0.375]);
  assert.equal(reinforce.objective(valuesOf(reinforce, {}, 'drGrpo')).aggregation, 'sequenceMeanTokenSumNorm');
});

test('outcome-only methods give every turn the same advantage and the reward to the last turn', () => {
  for (const [credit, last] of [
    [grpo.credit(group, valuesOf(grpo))[0], 1.30558],
    [reinforce.credit(group, valuesOf(reinforce))[0], 1],
  ] as const) {
    assert.equal(new Set(credit.advantage).size, 1);
    assert.equal(credit.advantage.length, 4);
    close(credit.reward, [0, 0, 0, last]);
  }
});

test('neither GRPO nor REINFORCE reads information gain', () => {
  assert.deepEqual(grpo.scorers(valuesOf(grpo)), ['answerF1Set']);
  assert.deepEqual(reinforce.scorers(valuesOf(reinforce, { outcome: 'em' })), ['exactMatch']);
  const bare = group.map((rollout) => ({ ...rollout, turnScores: {} }));
  assert.deepEqual(grpo.credit(bare, valuesOf(grpo)), grpo.credit(group, valuesOf(grpo)));
});
