import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpo } from '../../shared/algorithms/grpo.ts';
import { stepSearch } from '../../shared/algorithms/step-search.ts';
import type { Values } from '../../shared/config/parameter.ts';
import { close } from '../support/close.ts';
import { randomCases } from '../support/random-cases.ts';
import { scoredGroup, type Scores } from '../support/scored-group.ts';
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

test('the advantage is the z-score of the returns at the same turn', () => {
  const short: Scores = { gains: [], outcome: 1, outcomeScores: { searchKeyScore: 0 } };
  const [long, other] = credit([searching, short]);
  // returns at turn 1: .21 − .08 − .37 + .908313 = .668313 and 1, so z = ∓.707107 less 2e-6; later turns have no other rollout
  close(long.advantage, [-0.707105, 0, 0, 0]);
  close(other.advantage, [0.707105]);
});

test('it reads only what it weighs', () => {
  const scorers = (preset: string) => stepSearch.scorers(valuesOf(stepSearch, {}, preset));
  assert.deepEqual(scorers('paper'), ['supportGain', 'redundancy', 'searchKeyScore', 'answerF1Multiset']);
  assert.deepEqual(scorers('withoutKeys'), ['supportGain', 'redundancy', 'answerF1Multiset']);
  assert.deepEqual(scorers('withoutSteps'), ['searchKeyScore', 'answerF1Multiset']);
});

test('stepSearch without steps and keys is grpo, bit for bit, among rollouts of one length', () => {
  randomCases(100, 'step-search', (rng) => {
    const gains = Array.from({ length: rng.integer(4) }, () => 0);
    const group = scoredGroup(
      Array.from({ length: 2 + rng.integer(6) }, () => ({ gains, outcome: rng.pick([rng.next(), 1, null]) })),
    );
    const advantages = (credits: readonly { advantage: Float64Array }[]) => credits.map((c) => [...c.advantage]);
    assert.deepEqual(
      advantages(stepSearch.credit(group, valuesOf(stepSearch, { keyWeight: 0 }, 'withoutSteps'))),
      advantages(grpo.credit(group, valuesOf(grpo, { outcome: 'f1Multiset', formatPenalty: -1 }))),
    );
  });
});
