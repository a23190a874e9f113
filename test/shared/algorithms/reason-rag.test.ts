/** ReasonRAG: the worked numbers of its tree, pairs and loss, and what it prefers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonRag } from '../../../shared/algorithms/reason-rag.ts';
import { logRatioMargin, type Action } from '../../../shared/credit/preference.ts';
import { searchTree, uct } from '../../../shared/credit/search-tree.ts';
import { preferenceLoss } from '../../../shared/loss/preference-loss.ts';
import { close, closeRows } from '../../support/close.ts';
import { scoredGroup } from '../../support/scored-group.ts';
import { path, steps } from '../../support/search-paths.ts';
import { valuesOf } from './defaults.ts';

const values = valuesOf(reasonRag);
const action = (rollouts: readonly number[]): Action => ({ turn: 0, part: 'whole', rollouts });
const scored = (rollouts: readonly (readonly [word: string, outcome: number | null])[]) =>
  scoredGroup(
    rollouts.map(([word, outcome]) => ({
      gains: [...word].slice(1).map(() => null),
      outcome,
      turnScores: {
        context: steps(word).map(({ context }) => context),
        evidence: [...word].map(() => null),
        action: steps(word).map(({ action }) => action),
        turnFormat: [...word].map(() => 1),
      },
    })),
  );

test('values of the tree, its pairs, UCT and the loss of a pair are the worked ones (V22)', () => {
  const group = scored([
    ...(['axx', 'axx', 'axx'] as const).map((word) => [word, 1] as const), // .9³ = .729
    ['ay', 0],
    ...(['bxxx', 'bxxx'] as const).map((word) => [word, 0.5] as const), // .5 · .9⁴ = .32805
  ]);
  const { value } = reasonRag.search!(values);
  const leaves = group.map(value);
  close(leaves, [0.729, 0.729, 0.729, 0, 0.32805, 0.32805]);
  const nodes = searchTree(group.map((_, i) => path(['axx', 'axx', 'axx', 'ay', 'bxxx', 'bxxx'][i], leaves[i])));
  const [root] = nodes;
  const [one, two] = root.children.map((n) => nodes[n]);
  close([one.value, two.value, root.value], [0.54675, 0.32805, 0.47385]);
  assert.deepEqual([one.rollouts.length, two.rollouts.length], [4, 2]);

  const pairs = reasonRag.pairs!(group, values);
  assert.deepEqual(pairs, [
    {
      chosen: { turn: 0, part: 'whole', rollouts: [0, 1, 2, 3] },
      rejected: { turn: 0, part: 'whole', rollouts: [4, 5] },
    }, // node 1 ≻ node 2
    // its leaves, .729 and 0
    { chosen: { turn: 1, part: 'whole', rollouts: [0, 1, 2] }, rejected: { turn: 1, part: 'whole', rollouts: [3] } },
  ]);

  close([uct(0.4, 3, 10, 1.414)], [1.638787]);
  assert.equal(uct(0.4, 0, 10, 1.414), Infinity);

  const pair = { chosen: action([0]), rejected: action([1]) };
  const margin = logRatioMargin(pair, () => ({ start: 0, end: 1 }), [[-10 + 10.5], [-12 + 11.8]]);
  close([0.3 * margin, preferenceLoss(margin, 0.3), preferenceLoss(0, 0.3)], [0.21, 0.59365, 0.693147]);
});

test('equal rollouts have no pair, and shorter ways to the same answer are preferred', () => {
  assert.deepEqual(
    reasonRag.pairs!(
      scored([
        ['a', 1],
        ['a', 1],
      ]),
      values,
    ),
    [],
  );
  const credit = reasonRag.credit(
    scored([
      ['a', 1],
      ['bb', 1],
    ]),
    values,
  );
  closeRows(
    credit.map(({ advantage }) => advantage),
    [[0.15], [-0.15, 0]], // β σ(0) = .3 / 2
  );
  closeRows(
    credit.map(({ reward }) => reward),
    [[0.9], [0, 0.81]],
  );
  const timeless = valuesOf(reasonRag, { alpha: 1 });
  assert.deepEqual(
    reasonRag.pairs!(
      scored([
        ['a', 1],
        ['bb', 1],
      ]),
      timeless,
    ),
    [],
  );
});

test('the value of a malformed rollout is 0', () => {
  close(
    scored([
      ['a', null],
      ['b', 1],
    ]).map(reasonRag.search!(values).value),
    [0, 0.9],
  );
});

test('more rollouts than its iterations can draw, and one alone, are refused as sentences', () => {
  assert.deepEqual(reasonRag.problems!(values, { groupSize: 8, maxTokens: 256 }), []);
  assert.match(
    reasonRag.problems!(values, { groupSize: 9, maxTokens: 256 }).join(),
    /rollout.groupSize: expected at most 8, .* 7 iterations of 2 children .* got 9/,
  );
  assert.match(
    reasonRag.problems!(values, { groupSize: 1, maxTokens: 256 }).join(),
    /rollout.groupSize: expected at least 2 for reasonRag, got 1/,
  );
});
