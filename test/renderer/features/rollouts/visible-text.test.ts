/** Hostile text is shown, not obeyed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginning, tokenText, visibleText } from '../../../../renderer/features/rollouts/visible-text.ts';

test('control characters and marks that reorder text become their names', () => {
  assert.equal(visibleText('\u001b[31mred\u0000'), '⟨ESC⟩[31mred⟨NUL⟩');
  assert.equal(visibleText('gpj\u202eexe.png'), 'gpj⟨RLO⟩exe.png');
  assert.equal(visibleText('\u2066a\u2069\u200b\ufeff'), '⟨LRI⟩a⟨PDI⟩⟨ZWSP⟩⟨BOM⟩');
  assert.equal(visibleText('\u0085'), '⟨U+0085⟩');
  assert.equal(visibleText('\r\n'), '⟨CR⟩\n');
});

test('letters of every script, tags, accents, emoji and joined emoji stay as they are', () => {
  for (const text of ['<script>alert(1)</script>', 'مرحبا', 'שלום', 'Aïda', '日本語', '👩‍👩‍👧', 'a\tb\nc'])
    assert.equal(visibleText(text), text);
});

test('half a surrogate pair is shown as a replacement character, a whole one stays', () => {
  assert.equal(visibleText('a\ud83d!'), 'a\ufffd!');
  assert.equal(visibleText('\ude00'), '\ufffd');
  assert.equal(visibleText('😀'), '😀');
});

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
