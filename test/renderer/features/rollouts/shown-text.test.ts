import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginning, tokenText } from '../../../../renderer/features/rollouts/shown-text.ts';

test('a token shows its spaces and breaks', () => {
  assert.equal(tokenText(' of'), '·of');
  assert.equal(tokenText('\n'), '⏎');
  assert.equal(tokenText(''), '∅');
});

test('ten megabytes are cut before layout, and the rest is counted', () => {
  const { text, left } = beginning('x'.repeat(10_000_000), 1000);
  assert.equal(text.length, 1000);
  assert.equal(left, 9_999_000);
  assert.deepEqual(beginning('short', 1000), { text: 'short', left: 0 });
});
