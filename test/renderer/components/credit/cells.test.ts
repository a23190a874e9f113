import { test } from 'node:test';
import assert from 'node:assert/strict';
import { cellColour, cellTitle, largestOf } from '../../../../renderer/components/credit/cells.ts';

test('an advantage of 0 is grey, and a larger one more of it', () => {
  assert.equal(cellColour(0, 2), 'var(--press)');
  assert.match(cellColour(2, 2), /--win\) 60%/);
  assert.match(cellColour(-1, 2), /--loss\) 30%/);
  assert.match(cellColour(9, 2), /--win\) 60%/);
});

test('the end of a scale is the largest advantage of the group, 0 for an algorithm without any', () => {
  const group = { question: '', members: [], advantages: [[[1, -3], [2]], null, [[0]]] };
  assert.deepEqual(largestOf(group), [3, 0, 0]);
});

test('a turn’s cell says how many tokens have its advantage, and what the turn said', () => {
  const turn = { kind: 'search', said: 'friend of Ada', found: true, tokens: 12 } as const;
  assert.equal(
    cellTitle(0.5, 1, turn),
    'Turn 2, advantage +0.50 on 12 tokens, found a supporting passage\nfriend of Ada',
  );
  assert.equal(cellTitle(0, 0, { ...turn, said: null, found: null }), 'Turn 1, advantage 0.00 on 12 tokens');
});
