import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { mtGrpo } from '../../../shared/algorithms/mt-grpo.ts';
import { stdConventions } from '../../../shared/credit/normalise.ts';
import { close, closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup, type Scores } from '../../support/scored-group.ts';
import { valuesOf } from './defaults.ts';

/** A search, then an answer. `result` null: it answers at once. */
const rollout = (result: { succeeded: number; found: number } | null, present: number, exact: number): Scores => ({
  gains: result ? [0] : [],
  outcome: 0,
  turnScores: {
    searchSucceeded: result ? [result.succeeded, null] : [null],
    answerRetrieved: result ? [result.found, null] : [null],
  },
  outcomeScores: { answerPresent: present, exactMatch: exact, format: 1 },
});
// turn parts .7, .2, .2, 0; outcomes 1.5, .5, 0, 0, and the same format for all
const v18 = [
  rollout({ succeeded: 1, found: 1 }, 1, 1),
  rollout({ succeeded: 1, found: 0 }, 1, 0),
  rollout({ succeeded: 1, found: 0 }, 0, 0),
  rollout({ succeeded: 0, found: 0 }, 0, 0),
];
const credit = (rollouts: readonly Scores[]) => mtGrpo.credit(scoredGroup(rollouts), valuesOf(mtGrpo));

test('V18: MT-GRPO adds the turn’s z-score to the outcome’s up to the first result', () => {
  const credits = credit(v18);
  closeRows(
    credits.map(({ advantage }) => advantage),
    [
      [2.836808, 1.414014],
      [-0.251081, 0],
      [-0.958088, -0.707007],
      [-1.627639, -0.707007],
    ],
  );
  closeRows(
    credits.map(({ reward }) => reward),
    [
      [1.422795, 1.414014],
      [-0.251081, 0],
      [-0.251081, -0.707007],
      [-0.920632, -0.707007],
    ],
  );
});

test('a rollout without a result gets the z-score of both parts added up', () => {
  const [, , , last] = credit([...v18.slice(0, 3), rollout(null, 1, 1)]);
  // both parts with a format of .2: 2.4, .9, .4, 1.7; mean 1.35, s = √(2.33/3) = .881287
  close(last.advantage, [(1.7 - 1.35) / (0.881287 + 1e-4)]);
});

test('only the first search looks for the answer, while every search may fail', () => {
  const twice: Scores = {
    ...v18[0],
    gains: [0, 0],
    turnScores: { searchSucceeded: [1, 0, null], answerRetrieved: [0, 1, null] },
  };
  // turn parts .2 · 1/2 = .1 and .2: z = ∓.05/(.0707107 + .0001)
  const [one, two] = credit([twice, v18[1]]);
  close([one.reward[0], two.reward[0]], [-0.706108, 0.706108]);
  assert.equal(one.advantage[1], one.advantage[2], 'the second search gets the outcome alone');
});

test('mtGrpo without turn rewards, on exact match alone, is grpo bit for bit', () => {
  const nothing = { searchReward: 0, foundReward: 0, presentReward: 0, formatReward: 0 };
  randomCases(100, 'mt-grpo', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const std = rng.pick(stdConventions);
    const advantages = (credits: readonly { advantage: Float64Array }[]) => credits.map((c) => [...c.advantage]);
    assert.deepEqual(
      advantages(mtGrpo.credit(group, valuesOf(mtGrpo, { ...nothing, std }))),
      advantages(grpo.credit(group, valuesOf(grpo, { std, outcome: 'em', formatPenalty: 0 }))),
    );
  });
});
