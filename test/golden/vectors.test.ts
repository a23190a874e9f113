/** docs/algorithms.md calls the worked numbers of the sources V1 to V28. A test checks each and names it in its
 *  title. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const vectors = Array.from({ length: 28 }, (_, i) => `V${i + 1}`);

const root = join(import.meta.dirname, '..');
const titles = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts') && !path.endsWith('vectors.test.ts'))
  .flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\btest\(\s*(['"`])(.*?)\1,/g)].map(([, , title]) => title),
  );
const named = new Set(titles.flatMap((title) => title.match(/\bV\d+\b/g) ?? []));

test('every worked number is named in the title of a test', () => {
  assert.deepEqual(
    vectors.filter((vector) => !named.has(vector)),
    [],
  );
});

test('titles name no unknown worked number', () => {
  assert.deepEqual(
    [...named].filter((name) => !vectors.includes(name)),
    [],
  );
});
