import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerF1Multiset } from '../../../shared/scorers/answer-f1-multiset.ts';
import { answerF1Set } from '../../../shared/scorers/answer-f1-set.ts';
import { exactMatchIgpo } from '../../../shared/scorers/exact-match-igpo.ts';
import { exactMatch } from '../../../shared/scorers/exact-match.ts';
import { igpoWords, squadWords } from '../../../shared/scorers/normalise.ts';
import { f1Multiset } from '../../../shared/scorers/overlap.ts';
import { close } from '../../support/close.ts';
import { fakeQuestion, fakeRollout } from './fake-rollout.ts';

const third = 2 / 3;
// answer, ground truth, IGPO set F1, multiset F1 after IGPO's normalisation, SQuAD multiset F1, SQuAD exact match
const v20: [string, string, number, number, number, number][] = [
  ['New York, New York', 'New York', 1, third, third, 0],
  ['the Beatles', 'Beatles', third, third, 1, 1],
  ['J.K. Rowling', 'J. K. Rowling', 1, 1, 0.4, 0],
  ["O'Connor", 'O’Connor', 0, 0, 0, 0],
  ['1,000', '1000', 0, 0, 1, 1],
  ['U.S.A.', 'USA', 0, 0, 1, 1],
  ['yes, it is', 'yes', 0.5, 0.5, 0.5, 0],
  ['Walla Walla', 'Walla Walla Washington', third, 0.8, 0.8, 0],
  ['an the', 'the', third, third, 0, 1],
  ['', 'Paris', 0, 0, 0, 0],
  ['Beyoncé', 'Beyonce', 0, 0, 0, 0],
];
for (const [answer, truth, set, igpoMultiset, multiset, exact] of v20)
  test(`V20: the answer "${answer}" to "${truth}" scores as each convention says`, () => {
    const rollout = fakeRollout({ answer });
    const question = fakeQuestion([truth]);
    close(
      [
        answerF1Set.score(rollout, question),
        f1Multiset(igpoWords(answer), igpoWords(truth)),
        answerF1Multiset.score(rollout, question),
        exactMatch.score(rollout, question),
      ],
      [set, igpoMultiset, multiset, exact],
    );
  });

test('V20: a letter outside of ASCII belongs to its word, so "Aïda" keeps its A', () => {
  assert.deepEqual(squadWords('Aïda'), ['aïda']);
  assert.deepEqual(squadWords('A\u0301gora'), ['a\u0301gora'], 'a combining mark belongs to its letter');
  assert.deepEqual(squadWords('the_end an 3the'), ['theend', '3the'], 'marks go before articles do');
});

test('words are split where Python splits them', () => {
  assert.deepEqual(igpoWords('a\u0085b\u001cc\u00a0d'), ['a', 'b', 'c', 'd']);
  assert.deepEqual(igpoWords('a\ufeffb'), ['a\ufeffb']);
});

test('exact match by IGPO’s normalisation keeps articles and splits at marks', () => {
  const matches = (answer: string, truth: string) =>
    exactMatchIgpo.score(fakeRollout({ answer }), fakeQuestion([truth]));
  assert.equal(matches('the Beatles', 'Beatles'), 0);
  assert.equal(matches('J.K. Rowling', 'j k rowling'), 1);
  assert.equal(matches('U.S.A.', 'USA'), 0);
});

test('the best accepted answer counts, wherever it stands in the list', () => {
  const rollout = fakeRollout({ answer: 'Big Apple' });
  for (const accepted of [
    ['New York City', 'Big Apple'],
    ['Big Apple', 'New York City'],
  ])
    for (const scorer of [answerF1Set, answerF1Multiset, exactMatch, exactMatchIgpo])
      assert.equal(scorer.score(rollout, fakeQuestion(accepted)), 1, scorer.name);
});

test('no answer scores 0, also where the ground truth normalises to nothing', () => {
  for (const scorer of [answerF1Set, answerF1Multiset, exactMatch, exactMatchIgpo])
    assert.equal(scorer.score(fakeRollout({ answer: null }), fakeQuestion(['the'])), 0, scorer.name);
});
