import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupSummary } from '../../../../../renderer/features/rollouts/group/group-summary.ts';
import type { GroupMember } from '../../../../../shared/ipc/rollout-views.ts';

const member = (
  answerF1: number | null,
  answer: string | null = 'x',
  advantages: readonly (number | null)[] = [0],
): GroupMember => ({
  address: { run: 'r', step: 1, set: 'training', n: 0 },
  member: 0,
  reward: 0,
  exactMatch: answerF1 === 1 ? 1 : 0,
  answerF1,
  answer,
  stopReason: 'answered',
  gains: [null],
  advantages,
});

test('a group with equal outcomes teaches an outcome-only method nothing, whatever its turns earned', () => {
  const summary = groupSummary([member(0, 'x', [1.2, -0.3]), member(0, 'y', [0]), member(0)]);
  assert.deepEqual(summary, { size: 3, right: 0, seenByOutcome: 0, equalOutcomes: true, learnedFrom: 1 });
});

test('with unequal outcomes it sees the rollouts that differ from the mean', () => {
  assert.equal(groupSummary([member(1), member(0)]).seenByOutcome, 2);
  assert.equal(groupSummary([member(1), member(0.5), member(0)]).seenByOutcome, 2); // 0.5 is the mean
  assert.equal(groupSummary([member(1), member(0)]).equalOutcomes, false);
});

test('a penalised rollout moves the mean away from every other', () => {
  // 0, 0, 1, −2: mean −0.25, which nobody has; with a penalty of −1 the wrong ones would be the mean
  assert.equal(groupSummary([member(0), member(0), member(1), member(0, null)]).seenByOutcome, 4);
});

test('no answer is another outcome than a wrong one, and a group of one has none to differ from', () => {
  assert.equal(groupSummary([member(0), member(0, null)]).equalOutcomes, false);
  assert.deepEqual(groupSummary([member(1)]), {
    size: 1,
    right: 1,
    seenByOutcome: 0,
    equalOutcomes: false,
    learnedFrom: 0,
  });
});

test('rollouts without credit taught nothing', () => {
  assert.equal(groupSummary([member(0, 'x', [null, null]), member(1, 'x', [null])]).learnedFrom, 0);
});
