import { test } from 'node:test';
import assert from 'node:assert/strict';
import { rolloutText } from '../../../main/cli/rollout-text.ts';
import { savedRollout } from '../../support/saved-rollout.ts';

test('a rollout is shown turn by turn: passages found, change of belief, reward', () => {
  const stored = savedRollout({
    found: ['p1', 'other', null],
    belief: [Math.log(0.02), Math.log(0.5), Math.log(0.25)], // gains ln 25 = 3.22, −ln 2 = −0.69
    advantage: [1.5, -0.5, 1],
    answer: 'Ada',
  });
  assert.deepEqual(rolloutText(stored), [
    'Rollout 3/0/2, question q',
    'Question  Who?',
    'Truth     Ada',
    'Answer    Ada   F1 1.00   reward +2.00',
    'P(truth)  2.0 % → 50 % → 25 %',
    '',
    'Turn 1',
    '  search   query',
    '         ★ p1: p1',
    '  gain               │██████████ +3.22 nats   P(truth) 2.0 % → 50 %',
    '  credit   reward +1.50   advantage +1.50',
    '',
    'Turn 2',
    '  search   query',
    '         · other: other',
    '  gain             ▒▒│           −0.69 nats   P(truth) 50 % → 25 %',
    '  credit   reward −0.50   advantage −0.50',
    '',
    'Turn 3',
    '  answer   Ada',
    '  credit   reward +1.00   advantage +1.00',
  ]);
});

test('a rollout without credit is shown without rewards and advantages', () => {
  const lines = rolloutText({
    ...savedRollout({ found: [null], belief: [-1], advantage: [0], answer: 'Ada' }),
    credit: null,
  });
  assert.ok(lines.includes('Answer    Ada   F1 1.00'));
  assert.ok(lines.every((line) => !/reward|advantage/.test(line)));
});

test('a rollout without beliefs shows no gain, and one without an answer says why', () => {
  const stored = savedRollout({ found: ['p1'], belief: [-1], advantage: [0], answer: null });
  const lines = rolloutText({ ...stored, belief: null, scores: { ...stored.scores, turnScores: {} } });
  assert.ok(lines.includes('Answer    none (maxTurns)   F1 0.00   reward 0.00'));
  assert.ok(lines.every((line) => !/gain|P\(truth\)/.test(line)));
});
