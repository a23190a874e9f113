import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt, objectFromJson } from '../../../shared/util/json.ts';

test('JSON of more levels than a file of ours has is a sentence, however deep it is', () => {
  const nested = (levels: number): string => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  assert.ok(objectFromJson(nested(64), 'file'));
  for (const levels of [65, 1_000_000])
    assert.throws(() => objectFromJson(nested(levels), 'file'), {
      message: 'file: expected at most 64 levels of JSON, got more — the file is damaged',
    });
});

test('an excerpt is short as it is shown, however long the value', () => {
  assert.equal(excerpt('x'.repeat(100)), `"${'x'.repeat(59)}…`);
  assert.equal(excerpt('x'.repeat(58)), `"${'x'.repeat(58)}"`);
  assert.equal(excerpt(undefined), 'nothing');
});

test('a byte order mark before a text is no part of it', () => {
  assert.deepEqual(objectFromJson('\ufeff{"name": "bom"}', 'file'), { name: 'bom' });
});
