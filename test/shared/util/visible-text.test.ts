/** Hostile text is shown, not obeyed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleJson, visibleLine, visibleText } from '../../../shared/util/visible-text.ts';
import { acting, hostileStrings } from '../../support/hostile-strings.ts';

test('control characters and marks that reorder text become their names', () => {
  assert.equal(visibleText('\u001b[31mred\u0000'), '⟨ESC⟩[31mred⟨NUL⟩');
  assert.equal(visibleText('gpj\u202eexe.png'), 'gpj⟨RLO⟩exe.png');
  assert.equal(visibleText('\u2066a\u2069\u200b\ufeff'), '⟨LRI⟩a⟨PDI⟩⟨ZWSP⟩⟨BOM⟩');
  assert.equal(visibleText('\u0085\u{e0041}\ufffe'), '⟨U+0085⟩⟨U+E0041⟩⟨U+FFFE⟩');
  assert.equal(visibleText('\r\n'), '⟨CR⟩\n');
});

test('letters of every script, tags, accents, emoji and joined emoji stay as they are', () => {
  for (const text of [
    '<script>alert(1)</script>',
    'مرحبا',
    'שלום',
    'Aïda',
    '日本語',
    '👩‍👩‍👧',
    '❤️',
    'می‌خواهم',
    'क्‍ष',
    'a\tb\nc',
  ])
    assert.equal(visibleText(text), text);
});

test('half a surrogate pair is shown as a replacement character, a whole one stays', () => {
  assert.equal(visibleText('a\ud83d!'), 'a\ufffd!');
  assert.equal(visibleText('\ude00'), '\ufffd');
  assert.equal(visibleText('😀'), '😀');
});

test('a joiner that joins nothing is shown', () => {
  assert.equal(visibleText('ig\u200cpo 1\u200d \u200d'), 'ig⟨ZWNJ⟩po 1⟨ZWJ⟩ ⟨ZWJ⟩');
});

test('no hostile text acts, and what is shown stays as it is when it is shown again', () => {
  for (const text of hostileStrings) {
    const [shown, line] = [visibleText(text), visibleLine(text)];
    assert.doesNotMatch(shown, acting, JSON.stringify(text));
    assert.doesNotMatch(line, /[\t\n]/);
    assert.equal(visibleLine(line), line);
    assert.equal(shown.replaceAll('\n', '⟨LF⟩').replaceAll('\t', '⟨HT⟩'), line);
  }
});

test('JSON with escapes is one line of harmless text and the same value', () => {
  const value = { list: hostileStrings, ...Object.fromEntries(hostileStrings.map((key, i) => [key, i])) };
  const json = visibleJson(value);
  assert.doesNotMatch(json, acting);
  assert.doesNotMatch(json, /\n/);
  assert.deepEqual(JSON.parse(json), value);
});

test('a typed array is a list in JSON, as other programs expect, and what is not finite is null', () => {
  const value = { tokens: Int32Array.of(14, 13), mask: Uint8Array.of(0, 1), logProb: Float32Array.of(-0.5, NaN) };
  assert.equal(visibleJson(value), '{"tokens":[14,13],"mask":[0,1],"logProb":[-0.5,null]}');
});
