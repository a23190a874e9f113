import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slug } from '../../../shared/util/text.ts';

test('a slug keeps lower-case letters and digits and puts one hyphen between them', () => {
  assert.equal(slug('IGPO vs. GRPO, 3 hops!'), 'igpo-vs-grpo-3-hops');
  assert.equal(slug('--a/b--'), 'a-b');
  assert.equal(slug('¿文?'), '');
});
