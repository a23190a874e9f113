import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { stepSearch } from '../../../shared/algorithms/step-search.ts';
import { ppo } from '../../../shared/algorithms/ppo.ts';
import type { Values } from '../../../shared/config/parameter.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup, type Scores } from '../../support/scored-group.ts';
import { creditOf } from './credit-of.ts';
import { valuesOf } from './defaults.ts';

type Changes = Partial<Values<typeof stepSearch.parameters>>;
const credit = (rollouts: readonly Scores[], changes?: Changes, preset = 'paper') =>
  stepSearch.credit(scoredGroup(rollouts), valuesOf(stepSearch, changes, preset));

// three searches, then an answer of F1 .5 whose queries overlap .6607 with the keys (V21)
const searching: Scores = {
  gains: [0, 0, 0],
  outcome: 0.5,
  turnScores: { supportGain: [0.35, 0.2, 0.05, null], redundancy: [0, 1 / 3, 2 / 3, null] },
  outcomeScores: { searchKeyScore: 0.6607 },
};
const malformed: Scores = { ...searching, outcome: null };

test('V19, V21: StepSearch’s rewards are .6 · (gain − redundancy) per search, and answer and keys at the end', () => {
  close(credit([searching])[0].reward, [0.21, -0.08, -0.37, 0.908313]);
});

test('V19: the published code weighs steps with 1.6', () => {
  close(credit([searching], {}, 'code')[0].reward, [0.56, -0.213333, -0.986667, 0.908313]);
});

test('a malformed rollout ends with −1 in total, whatever it asked', () => {
  close(credit([malformed])[0].reward, [0.21, -0.08, -0.37, -1]);
});

test('under a critic whose estimates are 0 the advantage is the return', () => {
  const values = valuesOf(stepSearch, { whitenAdvantage: false });
  // .21 − .08 − .37 + .908313, and so on
  close(creditOf(stepSearch, scoredGroup([searching]), values)[0].advantage, [0.668313, 0.458313, 0.538313, 0.908313]);
});

test('with baseline group the advantage is the z-score of the returns at the same turn', () => {
  const short: Scores = { gains: [], outcome: 1, outcomeScores: { searchKeyScore: 0 } };
  const [long, other] = credit([searching, short], {}, 'groupBaseline');
  // returns at turn 1: .21 − .08 − .37 + .908313 = .668313 and 1, so z = ∓.707107 less 2e-6; later turns have no other
  // rollout
  close(long.advantage, [-0.707105, 0, 0, 0]);
  close(other.advantage, [0.707105]);
});

test('it reads only what it weighs', () => {
  const scorers = (preset: string) => stepSearch.scorers(valuesOf(stepSearch, {}, preset));
  assert.deepEqual(scorers('paper'), ['supportGain', 'redundancy', 'searchKeyScore', 'answerF1Multiset']);
  assert.deepEqual(scorers('withoutKeys'), ['supportGain', 'redundancy', 'answerF1Multiset']);
  assert.deepEqual(scorers('withoutSteps'), ['searchKeyScore', 'answerF1Multiset']);
});

const neither = { gainWeight: 0, redundancyWeight: 0, keyWeight: 0 };
const sameOutcome = { outcome: 'f1Multiset', formatPenalty: -1 } as const;
const advantages = (credits: readonly { advantage: Float64Array }[]) => credits.map((c) => [...c.advantage]);

test('stepSearch without steps and keys is ppo, bit for bit', () => {
  assert.deepEqual(stepSearch.objective(valuesOf(stepSearch, neither, 'paper')), ppo.objective(valuesOf(ppo)));
  randomCases(100, 'step-search and ppo', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const values = { gamma: rng.next(), lambda: rng.next() };
    assert.deepEqual(
      advantages(creditOf(stepSearch, group, valuesOf(stepSearch, { ...neither, ...values }))),
      advantages(creditOf(ppo, group, valuesOf(ppo, { ...sameOutcome, ...values }))),
    );
  });
});

test('what the baseline does not read, and a group of one without a critic, is a sentence', () => {
  const problems = (changes: Changes, groupSize = 8) =>
    stepSearch.problems!(valuesOf(stepSearch, changes), { groupSize: groupSize, maxTokens: 256 });
  assert.match(
    problems({ std: 'population' })[0],
    /^algorithm\.std: expected sample with baseline critic, .* population — /,
  );
  assert.match(
    problems({ baseline: 'group', lambda: 0.5 })[0],
    /^algorithm\.lambda: expected 1 with baseline group, .* 0\.5 — /,
  );
  assert.match(problems({ baseline: 'group' }, 1)[0], /^rollout\.groupSize: expected at least 2 for stepSearch, got 1/);
  assert.deepEqual(problems({ gamma: 0.9, lambda: 0.5 }, 1), []);
  assert.deepEqual(problems({ baseline: 'group', gamma: 0.9, std: 'population' }), []);
});

test('stepSearch without steps and keys and with baseline group is grpo, bit for bit, among rollouts of one length', () => {
  randomCases(100, 'step-search', (rng) => {
    const gains = Array.from({ length: rng.integer(4) }, () => 0);
    const group = scoredGroup(
      Array.from({ length: 2 + rng.integer(6) }, () => ({ gains, outcome: rng.pick([rng.next(), 1, null]) })),
    );
    assert.deepEqual(
      advantages(stepSearch.credit(group, valuesOf(stepSearch, { ...neither, baseline: 'group' }))),
      advantages(grpo.credit(group, valuesOf(grpo, sameOutcome))),
    );
  });
});
