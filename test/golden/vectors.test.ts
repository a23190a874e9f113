/** The worked numbers of the sources are V1 to V28, as docs/algorithms.md calls them. Each is checked by a test that names it in its title. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const vectors = Array.from({ length: 28 }, (_, i) => `V${i + 1}`);

/** Why no test names it. */
const left: Readonly<Record<string, string>> = {
  V22: 'ReasonRAG’s tree search and DPO: not built',
  V26: 'a bound of the theory with constants chosen to illustrate it: nothing computes it',
  V28: 'a count of operations on paper: the cost of scoring is measured instead, by npm run bench',
};

const root = join(import.meta.dirname, '..');
const titles = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts') && !path.endsWith('vectors.test.ts'))
  .flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\btest\(\s*(['"`])(.*?)\1,/g)].map(([, , title]) => title),
  );
const named = new Set(titles.flatMap((title) => title.match(/\bV\d+\b/g) ?? []));

test('every worked number is named in the title of a test, or is on the list of those left out with its reason', () => {
  assert.deepEqual(
    vectors.filter((vector) => !named.has(vector)),
    Object.keys(left),
  );
});

test('titles name no worked number that there is not', () => {
  assert.deepEqual(
    [...named].filter((name) => !vectors.includes(name)),
    [],
  );
});
