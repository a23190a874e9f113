import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redundancy } from '../../../shared/scorers/redundancy.ts';
import { searchKeyScore } from '../../../shared/scorers/search-key-score.ts';
import { gainsOverBest, supportGain } from '../../../shared/scorers/support-gain.ts';
import { tfIdfCosines } from '../../../shared/scorers/tf-idf.ts';
import { close } from '../../support/close.ts';
import { fakeQuestion, fakeRollout } from './fake-rollout.ts';

const text = 'paris is capital of france';
const support = ['france has capital paris', 'berlin is in germany'];

test('V19: TF-IDF cosines are those of scikit-learn', () => {
  close(tfIdfCosines(support)(text), [0.576375, 0.167971]);
});

test('a TF-IDF cosine is 1 for the same words, 0 for none in common, and single letters are no words', () => {
  assert.deepEqual(
    tfIdfCosines(['town, old!', 'x', '', 'a new city'])('The old Town').map(
      (cosine) => Math.round(cosine * 1e12) / 1e12,
    ),
    [1, 0, 0, 0],
  );
  assert.deepEqual(tfIdfCosines(['x y'])(''), [0]);
  close(tfIdfCosines(['aïda élan'])('Aïda Élan'), [1]);
});

test('V19: the gain of a search is what it adds to the best so far, per supporting passage', () => {
  close(
    gainsOverBest([
      [0.6, 0.1],
      [0.4, 0.5],
      [0.7, 0.5],
    ]) as number[],
    [0.35, 0.2, 0.05],
  );
  assert.deepEqual(gainsOverBest([null, [0.5], null, [0.25], []]), [null, 0.5, null, 0, 0]);
});

test('supportGain takes the closest passage of the turn and counts it once', () => {
  const question = { ...fakeQuestion(['x']), supportingText: support };
  const rollout = fakeRollout({ retrieved: [['nothing here', text], [text], [], [support[1]], null] });
  // .576375/2 + .167971/2, then nothing new, nothing found, and the second passage itself
  close(supportGain.score(rollout, question).slice(0, 4) as number[], [0.372173, 0, 0, (1 - 0.167971) / 2]);
  assert.equal(supportGain.score(rollout, question)[4], null);
});

test('V19: redundancy is the share of passages seen before', () => {
  const rollout = fakeRollout({ retrieved: [['a', 'b', 'c'], ['a', 'd', 'e'], ['a', 'd', 'f'], [], ['g', 'g'], null] });
  close(redundancy.score(rollout, fakeQuestion(['x'])).slice(0, 5) as number[], [0, 1 / 3, 2 / 3, 0, 0.5]);
});

const keys = [['director of inception'], ['birthplace christopher nolan', 'where was nolan born']];
const asked = (...queries: (string | null)[]) => {
  const rollout = fakeRollout({ retrieved: queries.map((query) => (query === null ? null : [])) });
  const turns = rollout.turns.map((turn, t) => ({ ...turn, query: queries[t] }));
  return searchKeyScore.score({ ...rollout, turns }, { ...fakeQuestion(['x']), searchKeys: keys });
};

test('V21: each query sets the value of the sub-question it fits best, the latest last', () => {
  const queries = ['who is the director of inception', 'where was nolan born'];
  close([asked(...queries, null)], [(0.75 + 1) / 2]);
  close([asked(...queries, 'nolan born year', null)], [0.6607]);
});

test('a query that fits nothing changes nothing, and no query at all scores 0', () => {
  assert.deepEqual([asked('completely different'), asked(null)], [0, 0]);
  assert.equal(asked('director of inception', 'completely different'), 0.5);
});

test('a question that lacks what a scorer needs is refused in a sentence', () => {
  const question = fakeQuestion(['x']);
  assert.throws(() => searchKeyScore.score(fakeRollout({}), question), {
    name: 'TypeError',
    message: 'question q: expected searchKeys, got none (scorer searchKeyScore) — use data that has it',
  });
  assert.throws(() => supportGain.score(fakeRollout({}), question), /expected supportingText, got none/);
});
