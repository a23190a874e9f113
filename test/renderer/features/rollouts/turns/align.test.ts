/** Turns beside turns, words beside words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignTurns, differences } from '../../../../../renderer/features/rollouts/turns/align.ts';
import { matchedTerms } from '../../../../../renderer/features/rollouts/turns/matched-terms.ts';
import type { Turn } from '../../../../../shared/record/rollout.ts';
import { stream } from '../../../../../shared/util/rng.ts';

const turns = (...queries: (string | null)[]): Turn[] =>
  queries.map((query) => ({
    message: { start: 0, end: 1 },
    response: null,
    thought: null,
    query,
    retrieval: null,
    answer: query === null ? 'x' : null,
  }));
const pairsOf = (left: readonly Turn[], right: readonly Turn[]): string =>
  alignTurns(left, right)
    .map((pair) => `${pair.left ?? '-'}${pair.right ?? '-'}`)
    .join(' ');

test('the same turns stand beside each other, and so do different ones at the same place', () => {
  assert.equal(pairsOf(turns('a b', 'c d', null), turns('a b', 'c d', null)), '00 11 22');
  assert.equal(pairsOf(turns('a b', null), turns('x y', null)), '00 11');
});

test('a detour stands alone, the turns after it agree again', () => {
  assert.equal(pairsOf(turns('a', 'c', null), turns('a', 'detour', 'c', null)), '00 -1 12 23');
});

test('an answer is never beside a search', () => {
  assert.equal(pairsOf(turns(null), turns('a', 'b', null)), '-0 -1 02');
  assert.equal(pairsOf(turns('a'), turns(null)).includes('00'), false);
});

test('rollouts without turns have no pairs', () => assert.deepEqual(alignTurns([], []), []));

test('every turn of both stands in exactly one pair, in order', () => {
  const seed = 20261122;
  const rng = stream(seed, 'align');
  const random = (): Turn[] =>
    turns(
      ...Array.from(
        { length: Math.floor(rng.next() * 7) },
        () => `w${Math.floor(rng.next() * 4)} v${Math.floor(rng.next() * 3)}`,
      ),
    );
  for (let trial = 0; trial < 200; trial++) {
    const [left, right] = [random(), random()];
    const pairs = alignTurns(left, right);
    const side = (name: 'left' | 'right'): number[] => pairs.map((pair) => pair[name]).filter((turn) => turn !== null);
    assert.deepEqual(side('left'), [...left.keys()], `seed ${seed}, trial ${trial}`);
    assert.deepEqual(side('right'), [...right.keys()], `seed ${seed}, trial ${trial}`);
    assert.ok(pairs.every((pair) => pair.left !== null || pair.right !== null));
  }
});

test('differences mark the words that the other query lacks, and lose no character', () => {
  assert.deepEqual(differences('mother of Bela Karin', 'father of Bela'), [
    { text: 'mother ', same: false },
    { text: 'of Bela ', same: true },
    { text: 'Karin', same: false },
  ]);
  assert.deepEqual(differences('a b', 'a b'), [{ text: 'a b', same: true }]);
  assert.deepEqual(differences('', 'a'), [{ text: '', same: false }]);
  const spaced = '  two  spaces\nand a line ';
  assert.equal(
    differences(spaced, 'two and')
      .map(({ text }) => text)
      .join(''),
    spaced,
  );
});

test('terms of the query are found in a passage as the retriever counts them', () => {
  assert.deepEqual(matchedTerms('Bela, mother of two.', 'MOTHER bela'), [
    { text: 'Bela', matched: true },
    { text: ', ', matched: false },
    { text: 'mother', matched: true },
    { text: ' of two.', matched: false },
  ]);
  assert.deepEqual(matchedTerms('motherhood', 'mother'), [{ text: 'motherhood', matched: false }]);
});
