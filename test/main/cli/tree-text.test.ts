import { test } from 'node:test';
import assert from 'node:assert/strict';
import { treeText } from '../../../main/cli/tree-text.ts';
import { isTree } from '../../../shared/record/tree.ts';
import { rolloutTree } from '../../../shared/xray/rollout-tree.ts';
import { treeLines, wayOf } from '../../../shared/record/tree-order.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { said } from '../../support/said-rollout.ts';

const group = [
  said(0, ['good', 'Ada'], 0.81),
  said(1, ['bad', 'Bo'], 0),
  said(2, ['good', 'Bo'], 0),
  said(3, ['good', 'Ada'], 0.81),
];

test('a tree shows every turn once, with its value, its visits, the rollouts that end there, and the path of one rollout', () => {
  // question: (.81 + 0 + 0 + .81) / 4 = .405; good: 1.62 / 3 = .54
  assert.deepEqual(treeText(group, 2), [
    '',
    'Tree of the question: 4 rollouts. Value, visits; where rollouts end, their number',
    '● 0.41 ×4  question Who?',
    '● ├─ 0.54 ×3  search good ★',
    '  │  ├─ 0.81 ×2  answer Ada  (0, 3)',
    '● │  └─ 0.00 ×1  answer Bo  (2)',
    '  └─ 0.00 ×1  search bad',
    '     └─ 0.00 ×1  answer Bo  (1)',
  ]);
});

test('the thought after a retrieval is a node of its own with a value, and the next queries or answers lie below it', () => {
  const thinking = (member: number, last: string, reward: number): SavedRollout => {
    const stored = said(member, ['good', last], reward);
    const { rollout } = stored;
    // tokens: prompt, query, response, thought, answer
    const { start } = rollout.turns[1].message;
    const turn = {
      ...rollout.turns[1],
      message: { start, end: start + 2 },
      thought: 'so it is',
      thoughtEnd: start + 1,
    };
    const tokens = Int32Array.of(...rollout.tokens.slice(0, start), 99, rollout.tokens[start]);
    return { ...stored, rollout: { ...rollout, tokens, turns: [rollout.turns[0], turn] } };
  };
  assert.deepEqual(treeText([thinking(0, 'Ada', 0.81), thinking(1, 'Bo', 0)], 0).slice(2), [
    '● 0.41 ×2  question Who?',
    '● └─ 0.41 ×2  search good ★',
    '●    └─ 0.41 ×2  evidence so it is',
    '●       ├─ 0.81 ×1  answer Ada  (0)',
    '        └─ 0.00 ×1  answer Bo  (1)',
  ]);
});

test('rollouts of one question are shown as a tree if one branched off another', () => {
  assert.equal(isTree(group), true);
  assert.equal(isTree(group.slice(0, 2)), false);
});

test('the order of the rollouts does not matter, and a rollout with an error is no part of the tree', () => {
  assert.deepEqual(rolloutTree([...group].reverse()), rolloutTree(group));
  const failed = said(4, ['other', 'x'], 0);
  const turns = failed.rollout.turns.slice(0, 1);
  const lost = { ...failed, rollout: { ...failed.rollout, turns, stopReason: 'error' as const } };
  assert.deepEqual(rolloutTree([...group, lost]), rolloutTree(group));
  assert.deepEqual(rolloutTree([lost]), []);
  assert.deepEqual(treeText([lost], 4), []);
});

test('lines go depth first and know at every level whether more follow; an unknown member has no path', () => {
  const nodes = rolloutTree(group);
  const shape = treeLines(nodes).map(({ n, last }) => [nodes[n].text, last.map(Number).join('')]);
  assert.deepEqual(shape, [
    ['Who?', ''],
    ['good', '0'],
    ['Ada', '00'],
    ['Bo', '01'],
    ['bad', '1'],
    ['Bo', '11'],
  ]);
  assert.deepEqual([...wayOf(nodes, 3)].map((n) => nodes[n].text).reverse(), ['Who?', 'good', 'Ada']);
  assert.equal(wayOf(nodes, 9).size, 0);
  assert.deepEqual(treeLines([]), []);
});

test('every node comes after its parent, and says when it grew', () => {
  const nodes = rolloutTree(group);
  nodes.forEach(({ parent }, n) => assert.ok(parent === null ? n === 0 : parent < n));
  assert.deepEqual(
    nodes.map(({ first }) => first),
    [0, 0, 0, 1, 1, 2],
  );
});
