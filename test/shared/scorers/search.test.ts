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

test('a name inside a longer name does not match', () => {
  const names = (text: string, truth: string) =>
    answerPresent.score(fakeRollout({ answer: text }), { ...question, groundTruth: [truth] });
  for (const [text, truth] of [
    ['Sorbela', 'Bela'],
    ['Olietto', 'Oliet'],
    ['Norway', 'no'],
    ['Josée', 'José'],
    ['1,0005', '1,000'],
  ])
    // prettier-ignore
    assert.equal(names(text, truth), 0, `${text} for ${truth}`);
  for (const [text, truth] of [
    ['in Bela, or Sorbela', 'Bela'],
    ['Sorbela and Bela', 'Bela'],
    ['(no)', 'no'],
    ['C++ it is', 'C++'],
    ['東京', '東京'],
    ['“Bela”', 'bela'],
  ])
    // prettier-ignore
    assert.equal(names(text, truth), 1, `${truth} in ${text}`);
  assert.equal(names('anything', ''), 0);
});

test('answerPresent allows words around the answer, and an answer must be given', () => {
  const said = (answer: string | null) => answerPresent.score(fakeRollout({ answer }), question);
  assert.deepEqual(['It was the countess.', 'Ada', '', null].map(said), [1, 0, 0, 0]);
});
