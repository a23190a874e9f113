import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placedLines, shownLines, treeKey } from '../../../../../renderer/features/rollouts/group/tree-keys.ts';
import { rolloutTree } from '../../../../../shared/xray/rollout-tree.ts';
import { said } from '../../../../support/said-rollout.ts';

/** 0 question ─┬─ 1 good ─┬─ 2 Ada
 *               │          └─ 3 Bo
 *               └─ 4 bad ──── 5 Bo        (by the lines; nodes are numbered as they grew) */
const nodes = rolloutTree([
  said(0, ['good', 'Ada'], 1),
  said(1, ['bad', 'Bo'], 0),
  said(2, ['good', 'Bo'], 0),
  said(3, ['good', 'Ada'], 1),
]);
const lines = placedLines(nodes);
const id = (line: number): number => lines[line].n;
const lineOf = (n: number): number => lines.findIndex((line) => line.n === n);

/** What a key does at a line, as a word and a line. */
function pressed(key: string, line: number, foldedLines: readonly number[] = []): string | null {
  const folded = new Set(foldedLines.map(id));
  const action = treeKey(key, id(line), shownLines(lines, nodes, folded), nodes, folded);
  return action && `${action.does} ${lineOf(action.n)}`;
}

test('every line has its place among the children of its parent', () => {
  assert.deepEqual(
    lines.map(({ n, place, siblings, parent }) => [nodes[n].text, `${place} of ${siblings}`, parent]),
    [
      ['Who?', '1 of 1', true],
      ['good', '1 of 2', true],
      ['Ada', '1 of 2', false],
      ['Bo', '2 of 2', false],
      ['bad', '2 of 2', true],
      ['Bo', '1 of 1', false],
    ],
  );
  assert.deepEqual(placedLines([]), []);
});

test('everything below a folded node is hidden, however deep', () => {
  const shown = (...folded: number[]) => shownLines(lines, nodes, new Set(folded.map(id))).map(({ n }) => lineOf(n));
  assert.deepEqual(shown(), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(shown(1), [0, 1, 4, 5]);
  assert.deepEqual(shown(0), [0]);
  assert.deepEqual(shown(2), [0, 1, 2, 3, 4, 5]);
});

test('up, down, Home and End go along the lines that are shown, and stop at the ends', () => {
  assert.equal(pressed('ArrowDown', 1), 'focus 2');
  assert.equal(pressed('ArrowDown', 1, [1]), 'focus 4');
  assert.equal(pressed('ArrowUp', 4), 'focus 3');
  assert.equal(pressed('ArrowUp', 4, [1]), 'focus 1');
  assert.equal(pressed('ArrowUp', 0), 'focus 0');
  assert.equal(pressed('ArrowDown', 5), 'focus 5');
  assert.equal(pressed('Home', 3), 'focus 0');
  assert.equal(pressed('End', 0), 'focus 5');
  assert.equal(pressed('End', 0, [4]), 'focus 4');
});

test('right unfolds, then goes to the first child; left folds, then goes to the parent', () => {
  assert.equal(pressed('ArrowRight', 1, [1]), 'fold 1');
  assert.equal(pressed('ArrowRight', 1), 'focus 2');
  assert.equal(pressed('ArrowRight', 2), 'focus 2');
  assert.equal(pressed('ArrowLeft', 1), 'fold 1');
  assert.equal(pressed('ArrowLeft', 1, [1]), 'focus 0');
  assert.equal(pressed('ArrowLeft', 3), 'focus 1');
  assert.equal(pressed('ArrowLeft', 0, [0]), 'focus 0');
});

test('Enter and space open; other keys are left to the window', () => {
  assert.equal(pressed('Enter', 3), 'open 3');
  assert.equal(pressed(' ', 3), 'open 3');
  for (const key of ['j', 'Tab', 'Escape', 'PageDown']) assert.equal(pressed(key, 3), null, key);
});
