import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gigpo } from '../../../shared/algorithms/gigpo.ts';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import type { Credit } from '../../../shared/algorithms/algorithm.ts';
import type { Values } from '../../../shared/config/parameter.ts';
import { stdConventions } from '../../../shared/credit/normalise.ts';
import { close, closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup, type Scores } from '../../support/scored-group.ts';
import { valuesOf } from './defaults.ts';

const advantages = (credits: readonly Credit[]) => credits.map(({ advantage }) => [...advantage]);
const credit = (rollouts: readonly Scores[], changes?: Partial<Values<typeof gigpo.parameters>>, preset?: string) =>
  gigpo.credit(scoredGroup(rollouts), valuesOf(gigpo, changes, preset));

// two rollouts of two turns that part after the first state; outcomes 1 and 0
const parting: Scores[] = [
  { gains: [0], outcome: 1, turnScores: { observation: [7, 8] } },
  { gains: [0], outcome: 0, turnScores: { observation: [7, 9] } },
];

test('V17: GiGPO adds the return from the shared first state to the outcome', () => {
  // returns .95, 1 and 0, 0; z with n − 1 of two numbers is ±.707106, and a number alone in its state gives 0
  closeRows(advantages(credit(parting)), [
    [1.414212, 0.707106],
    [-1.414212, -0.707106],
  ]);
  close(advantages(credit(parting, {}, 'firstCode'))[0], [1.27279, 0.707106]);
});

test('turns are compared across rollouts and depths wherever the state is the same', () => {
  // returns of rollout 1: .25, .5, 1; its states are a, b, b; rollout 2 answers wrong from b: 0
  const rollouts: Scores[] = [
    { gains: [0, 0], outcome: 1, turnScores: { observation: [1, 2, 2] } },
    { gains: [], outcome: 0, turnScores: { observation: [2] } },
  ];
  const [first, second] = credit(rollouts, { gamma: 0.5 });
  // state b holds .5, 1, 0: z = 0, 1, −1 with n − 1; the outcomes give ±.707106
  close(first.advantage, [0.707106, 0.707106, 1.707104]);
  close(second.advantage, [-1.707104]);
});

test('gigpo without its step part is grpo, bit for bit', () => {
  randomCases(100, 'gigpo without steps', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const std = rng.pick(stdConventions);
    assert.deepEqual(
      advantages(gigpo.credit(group, valuesOf(gigpo, { std, stepWeight: 0 }))),
      advantages(grpo.credit(group, valuesOf(grpo, { std }))),
    );
  });
});

test('gigpo is grpo, bit for bit, where no two turns share a state, and twice grpo where all answer at once', () => {
  randomCases(100, 'gigpo states', (rng) => {
    let next = 0;
    const apart = randomScores(rng).map((scores) => ({
      ...scores,
      turnScores: { ...scores.turnScores, observation: [...scores.gains, null].map(() => next++) },
    }));
    assert.deepEqual(advantages(credit(apart)), advantages(grpo.credit(scoredGroup(apart), valuesOf(grpo))));
    const atOnce = apart.map(({ outcome }) => ({ gains: [], outcome }));
    assert.deepEqual(
      advantages(credit(atOnce)),
      advantages(grpo.credit(scoredGroup(atOnce), valuesOf(grpo))).map(([a]) => [a + a]),
    );
  });
});
