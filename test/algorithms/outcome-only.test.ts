import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Algorithm } from '../../shared/algorithms/algorithm.ts';
import { grpo } from '../../shared/algorithms/grpo.ts';
import { reinforce } from '../../shared/algorithms/reinforce.ts';
import type { Parameters, Values } from '../../shared/config/parameter.ts';
import { close } from '../support/close.ts';
import { scoredGroup } from '../support/scored-group.ts';
import { valuesOf } from './defaults.ts';

const group = scoredGroup([1, 0.5, 0, 0].map((outcome, i) => ({ gains: [0.1, 0.2, 0.3].slice(i), outcome })));
const firstTurns = <P extends Parameters>(algorithm: Algorithm<P>, changes?: Partial<Values<P>>, preset?: string) =>
  algorithm.credit(group, valuesOf(algorithm, changes, preset)).map(({ advantage }) => advantage[0]);

test('V11: GRPO with the sample standard deviation + 1e-6 is the default', () => {
  close(firstTurns(grpo), [1.30558, 0.261116, -0.783348, -0.783348]);
});

test('V11: GRPO as in TRL adds 1e-4', () => {
  close(firstTurns(grpo, {}, 'trl'), [1.30531, 0.261062, -0.783186, -0.783186]);
});

test('V11: GRPO with the population standard deviation', () => {
  close(firstTurns(grpo, {}, 'matched'), [1.507557, 0.301511, -0.904534, -0.904534]);
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

test('neither reads information gain', () => {
  assert.deepEqual(grpo.scorers(valuesOf(grpo)), ['answerF1Set']);
  assert.deepEqual(reinforce.scorers(valuesOf(reinforce, { outcome: 'em' })), ['exactMatch']);
  const bare = group.map((rollout) => ({ ...rollout, turnScores: {} }));
  assert.deepEqual(grpo.credit(bare, valuesOf(grpo)), grpo.credit(group, valuesOf(grpo)));
});
