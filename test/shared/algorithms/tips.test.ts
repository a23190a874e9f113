import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { ppo } from '../../../shared/algorithms/ppo.ts';
import { tips } from '../../../shared/algorithms/tips.ts';
import type { Values } from '../../../shared/config/parameter.ts';
import { scorersNamed } from '../../../shared/scorers/index.ts';
import { fakeQuestion, fakeRollout } from '../scorers/fake-rollout.ts';
import { close, closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup, type Scores } from '../../support/scored-group.ts';
import { creditOf } from './credit-of.ts';
import { valuesOf } from './defaults.ts';

type Changes = Partial<Values<typeof tips.parameters>>;
const credit = (rollouts: readonly Scores[], changes: Changes = {}) =>
  tips.credit(scoredGroup(rollouts), valuesOf(tips, changes));
const advantages = (credits: readonly { advantage: Float64Array }[]) => credits.map((c) => [...c.advantage]);
const rollout = (potentialGain: (number | null)[], outcome: number): Scores => ({
  ...{ gains: potentialGain.slice(1).map(() => 0), outcome },
  turnScores: { potentialGain },
});

test('V23: the potential of several accepted answers is the log of the sum of their probabilities, or the largest', () => {
  const searched = {
    ...fakeRollout({ retrieved: [['a'], null], answer: 'y' }),
    measured: { referenceAnswers: [Float64Array.of(-4, -2, -6), Float64Array.of(-3, -1, -6)] },
  };
  const [together, likeliest] = scorersNamed(['potentialGain', 'potentialGainMax']);
  const [gain, last] = together.score(searched, fakeQuestion(['y'])) as number[];
  close([gain, 0.2 * gain], [0.989914, 0.197983]); // −.867155 − −1.857068
  assert.equal(last, null);
  assert.deepEqual(likeliest.score(searched, fakeQuestion(['y'])), [1, null]);
  assert.throws(
    () => together.score(fakeRollout({}), fakeQuestion(['y'])),
    /expected log-probs of the accepted answers/,
  );
});

test('V23: the reward of a turn is α times its gain, and the last one has the outcome', () => {
  close(credit([rollout([0.989914, null], 1)])[0].reward, [0.197983, 1]);
});

test('with baseline group returns are compared at the same turn', () => {
  // returns 1 + .2 = 1.2 and 0 − .4 = −.4 at turn 1, 1 and 0 at turn 2: z = ±.7071 with n − 1, less 1e-6/σ
  closeRows(advantages(credit([rollout([1, null], 1), rollout([-2, null], 0)], { baseline: 'group' })), [
    [0.707106, 0.707106],
    [-0.707106, -0.707106],
  ]);
});

test('under a critic whose estimates are 0 the advantage is the return', () => {
  // returns 1 + .2 and 0 − .4 at turn 1, 1 and 0 at turn 2
  const group = scoredGroup([rollout([1, null], 1), rollout([-2, null], 0)]);
  closeRows(advantages(creditOf(tips, group, valuesOf(tips, { whitenAdvantage: false }))), [
    [1.2, 1],
    [-0.4, 0],
  ]);
});

test('with the potential taken back at the end, first turns are compared by the outcome alone', () => {
  randomCases(100, 'tips invariant', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const shaped = tips.credit(group, valuesOf(tips, { baseline: 'group', finalPotential: 'zero' }));
    const plain = grpo.credit(group, valuesOf(grpo, { outcome: 'em', formatPenalty: 0 }));
    // adding gains and taking them away again rounds
    close(
      shaped.map(({ advantage }) => advantage[0]),
      plain.map(({ advantage }) => advantage[0]),
      1e-9,
    );
  });
});

test('tips without gains is ppo, bit for bit', () => {
  assert.deepEqual(tips.objective(valuesOf(tips, {}, 'paper')), ppo.objective(valuesOf(ppo)));
  randomCases(100, 'tips and ppo', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const values = { gamma: rng.next(), lambda: rng.next() };
    assert.deepEqual(
      advantages(creditOf(tips, group, valuesOf(tips, { gainWeight: 0, ...values }))),
      advantages(creditOf(ppo, group, valuesOf(ppo, { outcome: 'em', formatPenalty: 0, ...values }))),
    );
  });
});

test('tips without gains and with baseline group is grpo, bit for bit, among rollouts of one length', () => {
  randomCases(100, 'tips without gain', (rng) => {
    const turns = 1 + rng.integer(4);
    const group = scoredGroup(
      Array.from({ length: 2 + rng.integer(6) }, () =>
        rollout(new Array<number>(turns).fill(rng.normal()), rng.next()),
      ),
    );
    assert.deepEqual(
      advantages(tips.credit(group, valuesOf(tips, { baseline: 'group', gainWeight: 0 }))),
      advantages(grpo.credit(group, valuesOf(grpo, { outcome: 'em', formatPenalty: 0 }))),
    );
  });
});

test('a discount contradicts taking the potential back', () => {
  const problems = tips.problems!(valuesOf(tips, { finalPotential: 'zero', gamma: 0.9 }), {
    groupSize: 8,
    maxTokens: 256,
  });
  assert.match(problems[0], /^algorithm\.gamma: expected 1 with finalPotential zero, got 0.9 — /);
});
