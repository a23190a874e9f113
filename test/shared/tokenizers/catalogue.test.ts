import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenizer, tokenizers } from '../../../shared/tokenizers/index.ts';
import { vocabulary } from '../../../shared/worlds/family.ts';

test('every tokenizer is listed under its own name, and one made from its spec reads back what it wrote', () => {
  for (const [kind, { name }] of Object.entries(tokenizers)) {
    assert.equal(name, kind);
    const made = createTokenizer({ kind: kind as keyof typeof tokenizers, name: 'mine', vocabulary });
    assert.equal(made.name, 'mine');
    const text = '<think>Start with Bela.</think><search>mother of Bela</search>';
    const ids = made.encode(text);
    assert.equal(made.decode(ids), text);
    assert.ok(ids.every((id) => id >= 0 && id < made.vocabularySize));
    assert.equal(ids.map((id) => made.token(id)).join(''), text.replaceAll(' ', ''));
  }
});
