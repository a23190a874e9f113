import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerPresent } from '../../../shared/scorers/answer-present.ts';
import { answerRetrieved } from '../../../shared/scorers/answer-retrieved.ts';
import { searchSucceeded } from '../../../shared/scorers/search-succeeded.ts';
import { fakeQuestion, fakeRollout } from './fake-rollout.ts';

const question = fakeQuestion(['Ada L.', 'Countess']);
const searches = fakeRollout({ retrieved: [['x', 'the ada l. of old'], [], ['ada'], null] });

test('searchSucceeded says of each search whether it returned a passage', () => {
  assert.deepEqual(searchSucceeded.score(searches, question), [1, 0, 1, null]);
});

test('answerRetrieved finds any accepted answer in any passage of the turn, in any case but in full', () => {
  assert.deepEqual(answerRetrieved.score(searches, question), [1, 0, 0, null]);
});

test('answerPresent allows words around the answer, and an answer must be given', () => {
  const said = (answer: string | null) => answerPresent.score(fakeRollout({ answer }), question);
  assert.deepEqual(['It was the countess.', 'Ada', '', null].map(said), [1, 0, 0, 0]);
});
