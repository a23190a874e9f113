import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dapo } from '../../../shared/algorithms/dapo.ts';
import { overlongPenalty } from '../../../shared/credit/overlong.ts';
import { close } from '../../support/close.ts';
import { scoredGroup } from '../../support/scored-group.ts';
import { valuesOf } from './defaults.ts';

test('a limit that no rollout can reach is refused: the penalty would never act', () => {
  const problems = (maxTokens: number) =>
    dapo.problems!(valuesOf(dapo, {}, 'paper'), { groupSize: 8, maxTokens }).filter((one) => /overlongLimit/.test(one));
  assert.match(
    problems(256)[0],
    /^algorithm\.overlongLimit: expected less than overlongMargin \+ rollout\.maxTokens = 4352, got 20480/,
  );
  // the penalty begins after 20480 − 4096 = 16384 tokens
  assert.equal(problems(16_384).length, 1);
  assert.deepEqual(problems(16_385), []);
});

test('the paper’s penalty begins at 16,384 tokens and is −1 at 20,480 and beyond', () => {
  close(
    [0, 16384, 18432, 20480, 30000].map((tokens) => overlongPenalty(tokens, 20480, 4096)),
    [0, 0, -0.5, -1, -1],
  );
  assert.equal(overlongPenalty(1e6, 0, 0), 0, 'off');
});

test('the penalty is taken from the outcome before groups are compared', () => {
  // 8 + 5 tokens with limit 15 and margin 4: (11 − 13)/4 = −.5; outcomes 1 − .5 and 0: mean .25, s = .353553
  const group = scoredGroup([
    { gains: [null], outcome: 1, turnScores: { writtenTokens: [8, 5] } },
    { gains: [], outcome: 0, turnScores: { writtenTokens: [11] } },
  ]);
  const credits = dapo.credit(group, valuesOf(dapo, { overlongLimit: 15, overlongMargin: 4 }));
  close(
    credits.map(({ advantage }) => advantage[0]),
    [0.707105, -0.707105],
  );
  const lone = dapo.credit(
    group.map((rollout) => ({ ...rollout, outcomeScores: { answerF1Set: 1 } })),
    valuesOf(dapo, { overlongLimit: 15, overlongMargin: 4 }),
  );
  assert.ok(lone[0].advantage[0] < 0, 'equal answers: the longer one is worse');
});

test('a penalty without its other half is refused', () => {
  const problems = (changes: object) => dapo.problems!(valuesOf(dapo, changes), { groupSize: 8, maxTokens: 256 });
  assert.deepEqual(problems({ overlongLimit: 100, overlongMargin: 20 }), []);
  assert.match(
    problems({ overlongMargin: 20 })[0],
    /^algorithm\.overlongMargin: expected 0 without overlongLimit, got 20/,
  );
  assert.match(problems({ overlongLimit: 100 })[0], /expected 1 to overlongLimit = 100, got 0/);
  assert.match(problems({ overlongLimit: 100, overlongMargin: 101 })[0], /expected 1 to overlongLimit = 100, got 101/);
});
