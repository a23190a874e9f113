/** What a group could teach, and what a rollout is taken away as. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rolloutJson, rolloutMarkdown } from '../../../../renderer/features/rollouts/export.ts';
import { gainsOf, gainText } from '../../../../renderer/features/rollouts/gains.ts';
import { groupSummary } from '../../../../renderer/features/rollouts/group-summary.ts';
import type { GroupMember } from '../../../../shared/ipc/rollout-views.ts';
import { rolloutView } from './stored-rollout.ts';

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
  assert.deepEqual(summary, { size: 3, right: 0, seenByOutcome: 0, level: true, learnedFrom: 1 });
});

test('with unequal outcomes it sees the rollouts that differ from the mean', () => {
  assert.equal(groupSummary([member(1), member(0)]).seenByOutcome, 2);
  assert.equal(groupSummary([member(1), member(0.5), member(0)]).seenByOutcome, 2); // 0.5 is the mean
  assert.equal(groupSummary([member(1), member(0)]).level, false);
});

test('a penalised rollout moves the mean away from every other', () => {
  // 0, 0, 1, −2: mean −0.25, which nobody has; with a penalty of −1 the wrong ones would be the mean
  assert.equal(groupSummary([member(0), member(0), member(1), member(0, null)]).seenByOutcome, 4);
});

test('no answer is another outcome than a wrong one, and a group of one has none to differ from', () => {
  assert.equal(groupSummary([member(0), member(0, null)]).level, false);
  assert.deepEqual(groupSummary([member(1)]), { size: 1, right: 1, seenByOutcome: 0, level: false, learnedFrom: 0 });
});

test('gain is shown in the form that the run was credited with', () => {
  const { rollout, scores } = rolloutView().stored;
  const having = (turnScores: typeof scores.turnScores) => gainsOf({ rollout, scores: { ...scores, turnScores } });
  assert.deepEqual(having({ informationGain: [1.5, null] }), { values: [1.5, null], form: 'nats' });
  assert.deepEqual(having({ informationGainProb: [0.31, null] }), { values: [0.31, null], form: 'probability' });
  assert.deepEqual(having({}), { values: [null, null], form: 'nats' });
  assert.deepEqual(gainText(-0.2, 'nats'), ['−0.20', 'nats']);
  assert.deepEqual(gainText(0.31, 'probability'), ['+31', 'pp']);
  assert.deepEqual(gainText(0.004, 'probability'), ['+0.4', 'pp']);
});

test('JSON has every number and every token, and is JSON where a value is not finite', () => {
  const read = JSON.parse(rolloutJson(rolloutView({ belief: Float64Array.of(-2, -Infinity) })));
  assert.deepEqual(read.belief, [-2, null]);
  assert.deepEqual(read.credit.advantage, [-0.25, 2]);
  assert.equal(read.rollout.tokens.length, 16);
  assert.equal(read.tokenTexts[6], 'mother');
  assert.deepEqual(read.address, { run: 'quickstart/igpo-seed-1', step: 4, set: 'training', n: 1 });
});

test('Markdown tells the rollout turn by turn, and data stays text', () => {
  const text = rolloutMarkdown(rolloutView(), 'http://127.0.0.1/#/rollouts');
  assert.match(text, /^# Who is the \\\*mother\\\* of Bela\?\n/);
  assert.match(text, /- Truth: Ada · Ada L\./);
  assert.match(text, /- P\(truth\): 14 % → 61 %/); // exp(−2), exp(−0.5)
  assert.match(
    text,
    /## Turn 1\n\n- Thought: Start\n- Query: mother of Bela\n {2}- ★ \*\*Bela\*\*: The mother of Bela is Ada\./,
  );
  assert.match(text, /- Information gain: \+1\.50 nats\n- Reward \+0\.50, advantage −0\.25/);
  assert.match(text, /## Turn 2\n\n- Answer: Ada\n- Reward \+1\.00, advantage \+2\.00/);
});

test('a rollout without credit is taken away without one: no reward of 0, no advantage of 0', () => {
  const view = rolloutView({ credit: null });
  assert.equal(JSON.parse(rolloutJson(view)).credit, null);
  assert.doesNotMatch(rolloutMarkdown(view), /reward|advantage/i);
  assert.equal(groupSummary([member(0, 'x', [null, null]), member(1, 'x', [null])]).learnedFrom, 0);
});
