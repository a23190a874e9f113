import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

test('every file of the window’s state has a test', () => {
  const state = readdirSync(join(import.meta.dirname, '../../../renderer/state'));
  const tests = new Set(readdirSync(import.meta.dirname));
  assert.ok(state.length > 10);
  assert.deepEqual(
    state.filter((file) => !tests.has(file.replace(/(\.svelte)?\.ts$/, '.test.ts'))),
    [],
  );
});
