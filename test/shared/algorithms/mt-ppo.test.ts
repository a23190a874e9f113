import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mtPpo } from '../../../shared/algorithms/mt-ppo.ts';
import { ppo } from '../../../shared/algorithms/ppo.ts';
import type { Credit } from '../../../shared/algorithms/algorithm.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup, type Scores } from '../../support/scored-group.ts';
import { creditOf } from './credit-of.ts';
import { valuesOf } from './defaults.ts';

/** Two searches, the second one malformed and with an answer in it, then the answer. */
const searching: Scores = {
  gains: [0, 0],
  outcome: 1,
  turnScores: { answerRetrieved: [0, 1, null], turnFormat: [1, 0, 1] },
};
const rewards = (scores: Scores) => mtPpo.credit(scoredGroup([scores]), valuesOf(mtPpo))[0].reward;

test('a search earns .3 for an answer and .1 for its format, or loses .2, and pays .1 for each search so far', () => {
  // .1 − .1 · 1 and .3 − .2 − .1 · 2
  close(rewards(searching), [0, -0.1, 1]);
});

test('the last turn has the outcome alone: 1, .2 for a wrong answer, −1 for a malformed rollout', () => {
  close(
    [1, 0, null].map((outcome) => rewards({ ...searching, outcome })[2]),
    [1, 0.2, -1],
  );
});

test('under a critic whose estimates are 0 the advantage is the return', () => {
  const values = valuesOf(mtPpo, { whitenAdvantage: false });
  close(creditOf(mtPpo, scoredGroup([searching]), values)[0].advantage, [0.9, 0.9, 1]);
});

test('mtPpo without rewards of turns and of wrong answers is ppo, bit for bit', () => {
  const nothing = { foundReward: 0, formatReward: 0, malformedPenalty: 0, searchPenalty: 0, answerReward: 0 };
  const advantages = (credits: readonly Credit[]) => credits.map(({ advantage }) => [...advantage]);
  assert.deepEqual(mtPpo.objective(valuesOf(mtPpo)), ppo.objective(valuesOf(ppo)));
  randomCases(100, 'mt-ppo', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const values = { gamma: rng.next(), lambda: rng.next() };
    assert.deepEqual(
      advantages(creditOf(mtPpo, group, valuesOf(mtPpo, { ...nothing, ...values }))),
      advantages(creditOf(ppo, group, valuesOf(ppo, { outcome: 'em', formatPenalty: -1, ...values }))),
    );
  });
});
